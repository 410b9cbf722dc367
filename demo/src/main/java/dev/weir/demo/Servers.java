package dev.weir.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The demo's PostgreSQL and NATS, on loopback, with their data in a folder that goes with them. */
final class Servers implements AutoCloseable {

  private final Path folder;
  private final EmbeddedPostgres postgres;
  private final NatsServer nats;

  private Servers(Path folder, EmbeddedPostgres postgres, NatsServer nats) {
    this.folder = folder;
    this.postgres = postgres;
    this.nats = nats;
  }

  static Servers start(Path natsServer) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("weir-demo-");
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.resolve("postgres").toFile())
            // a bare system has no /etc/hosts to find localhost in
            .setServerConfig("listen_addresses", "127.0.0.1")
            .start();
    try {
      return new Servers(folder, postgres, NatsServer.start(natsServer, folder.resolve("nats")));
    } catch (IOException | InterruptedException | RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  /** The variables that tell Weir where they are. */
  Map<String, String> environment() {
    return Map.of(
        "DATABASE_URL",
        "postgres://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres",
        "NATS_URL",
        nats.url());
  }

  @Override
  public void close() throws IOException {
    nats.close();
    postgres.close();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    }
  }
}

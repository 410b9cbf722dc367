package dev.weir.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The demo's PostgreSQL, NATS and MQTT broker, on loopback, with their data in a folder that goes
 * with them.
 */
final class Servers implements AutoCloseable {

  private final Path folder;
  private final EmbeddedPostgres postgres;
  private final NatsServer nats;
  private final Mosquitto broker;

  private Servers(Path folder, EmbeddedPostgres postgres, NatsServer nats, Mosquitto broker) {
    this.folder = folder;
    this.postgres = postgres;
    this.nats = nats;
    this.broker = broker;
  }

  static Servers start(Path natsServer, Path mosquitto) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("weir-demo-");
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.resolve("postgres").toFile())
            // a bare system has no /etc/hosts to find localhost in
            .setServerConfig("listen_addresses", "127.0.0.1")
            .start();
    NatsServer nats = null;
    try {
      nats = NatsServer.start(natsServer, folder.resolve("nats"));
      Mosquitto broker = Mosquitto.start(mosquitto, folder.resolve("mosquitto"));
      return new Servers(folder, postgres, nats, broker);
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (nats != null) {
        nats.close();
      }
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
        nats.url(),
        "MQTT_URL",
        broker.url());
  }

  @Override
  public void close() throws IOException {
    broker.close();
    nats.close();
    postgres.close();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    }
  }
}

package dev.weir.testkit.nats;

import dev.weir.testkit.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A {@code nats-server} that can be ended in every way, with a folder of its own. */
final class NatsServerProcess implements AutoCloseable {

  private static final Duration START_BOUND = Duration.ofSeconds(20);

  private final Path binary = binary();
  private final Path home;
  private final int port;
  private final String config;
  private @Nullable Process process;

  /**
   * Does not start it.
   *
   * @param maxFileStoreBytes what its streams may reserve together
   * @param moreConfig in the server's own syntax
   */
  NatsServerProcess(int port, long maxFileStoreBytes, String moreConfig) {
    this.port = port;
    try {
      home = Files.createTempDirectory("weir-nats-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    config =
        """
        listen: "127.0.0.1:%d"
        jetstream { store_dir: "%s", max_file_store: %d, max_memory_store: 67108864 }
        %s
        """
            .formatted(port, home.resolve("store"), maxFileStoreBytes, moreConfig);
    // A test that dies before it closes its server leaves none behind.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::kill));
  }

  int port() {
    return port;
  }

  String url() {
    return "nats://127.0.0.1:" + port;
  }

  long pid() {
    return Objects.requireNonNull(process).pid();
  }

  boolean isRunning() {
    Process running = process;
    return running != null && running.isAlive();
  }

  /** Returns when it accepts clients. */
  void launch() {
    try {
      Path file = home.resolve("nats.conf");
      Files.writeString(file, config);
      Process started =
          new ProcessBuilder(binary.toString(), "-c", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("nats.log").toFile()))
              .start();
      process = started;
      Awaitility.await("nats-server to accept connections")
          .atMost(START_BOUND)
          .pollInterval(Duration.ofMillis(10))
          .failFast(() -> died(started))
          .until(this::accepts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void kill() {
    end(true);
  }

  void stop() {
    end(false);
  }

  void signal(String name) {
    Process running = process;
    if (running != null) {
      Signals.send(running, name);
    }
  }

  /** Ends it, and its folder. */
  @Override
  public void close() {
    kill();
    try (Stream<Path> paths = Files.walk(home)) {
      paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void died(Process started) throws IOException {
    if (!started.isAlive()) {
      throw new IllegalStateException(
          "nats-server ended: " + Files.readString(home.resolve("nats.log")));
    }
  }

  /** The server greets when it is ready; an accepted connection alone proves nothing. */
  private boolean accepts() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1_000);
      return socket.getInputStream().read() == 'I';
    } catch (IOException notYet) {
      return false;
    }
  }

  private void end(boolean hard) {
    Process running = process;
    if (running == null) {
      return;
    }
    if (hard) {
      running.destroyForcibly();
    } else {
      running.destroy();
    }
    try {
      if (!running.waitFor(10, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process = null;
  }

  /** So many ports of loopback that are free, and differ. */
  static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path binary() {
    List<Path> candidates = new ArrayList<>();
    String named = System.getenv("WEIR_NATS_SERVER");
    if (named != null && !named.isBlank()) {
      candidates.add(Path.of(named));
    } else {
      for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
        candidates.add(Path.of(folder, "nats-server"));
      }
      candidates.add(Path.of("/usr/sbin/nats-server"));
    }
    return candidates.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no nats-server: install it, or set WEIR_NATS_SERVER to its path"));
  }
}

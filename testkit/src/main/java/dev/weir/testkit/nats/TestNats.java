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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real {@code nats-server} with JetStream on a free loopback port, with a store of its own. The
 * binary is the one that {@code WEIR_NATS_SERVER} names, else the first on the PATH.
 */
public final class TestNats implements AutoCloseable {

  private static final Duration START_BOUND = Duration.ofSeconds(20);

  private final Path binary;
  private final Path home;
  private final int port;
  private final long maxFileStoreBytes;
  private final String moreConfig;
  private @Nullable Process process;

  private TestNats(Path binary, Path home, int port, long maxFileStoreBytes, String moreConfig) {
    this.binary = binary;
    this.home = home;
    this.port = port;
    this.maxFileStoreBytes = maxFileStoreBytes;
    this.moreConfig = moreConfig;
  }

  /** Starts a server with room for 8 GiB in its streams, and waits until it answers. */
  public static TestNats start() {
    return start("");
  }

  /**
   * Starts a server with more in its configuration file.
   *
   * @param moreConfig in the server's own syntax, for instance {@code authorization { … }}
   */
  public static TestNats start(String moreConfig) {
    return start(8L << 30, moreConfig);
  }

  /**
   * Starts a server, and waits until it answers.
   *
   * @param maxFileStoreBytes what its streams may reserve together
   * @throws IllegalStateException there is no binary, or it does not start
   */
  public static TestNats start(long maxFileStoreBytes) {
    return start(maxFileStoreBytes, "");
  }

  private static TestNats start(long maxFileStoreBytes, String moreConfig) {
    try {
      Path home = Files.createTempDirectory("weir-nats-");
      TestNats nats = new TestNats(binary(), home, freePort(), maxFileStoreBytes, moreConfig);
      // A test that dies before it closes its server leaves none behind.
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(nats::kill));
      nats.launch();
      return nats;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  /** Ends the server as a crash would: SIGKILL. */
  public void kill() {
    end(true);
  }

  /** Ends the server in good order: SIGTERM. */
  public void stop() {
    end(false);
  }

  /** Makes the server stand still: SIGSTOP. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  /** Starts the server again on the same port and store; ends it first where it still runs. */
  public void restart() {
    stop();
    launch();
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> paths = Files.walk(home)) {
      paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launch() {
    try {
      Path config = home.resolve("nats.conf");
      Files.writeString(config, config());
      Process started =
          new ProcessBuilder(binary.toString(), "-c", config.toString())
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

  private void died(Process started) throws IOException {
    if (!started.isAlive()) {
      throw new IllegalStateException(
          "nats-server ended: " + Files.readString(home.resolve("nats.log")));
    }
  }

  private String config() {
    return """
    listen: "127.0.0.1:%d"
    jetstream { store_dir: "%s", max_file_store: %d, max_memory_store: 67108864 }
    %s
    """
        .formatted(port, home.resolve("store"), maxFileStoreBytes, moreConfig);
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

  private void signal(String name) {
    Process running = process;
    if (running != null) {
      Signals.send(running, name);
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
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

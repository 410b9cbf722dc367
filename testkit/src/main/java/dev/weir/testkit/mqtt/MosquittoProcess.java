package dev.weir.testkit.mqtt;

import dev.weir.testkit.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A Mosquitto of a test's own, with a folder of its own, that can be ended and started again: what
 * it had persisted it then has again, on the same port.
 */
public final class MosquittoProcess implements AutoCloseable {

  /** Everybody may do everything; queues are not bounded. */
  public static final String OPEN =
      """
      listener @PORT@ 127.0.0.1
      allow_anonymous true
      persistence true
      persistence_location @HOME@/
      set_tcp_nodelay true
      max_queued_messages 0
      max_inflight_messages 0
      """;

  private static final Duration START_BOUND = Duration.ofSeconds(20);

  private final Path home;
  private final int port;
  private final int tlsPort;
  private final int bridgePort;
  private final int bridgeTlsPort;
  private @Nullable Process process;

  private MosquittoProcess(Path home, List<Integer> ports) {
    this.home = home;
    port = ports.get(0);
    tlsPort = ports.get(1);
    bridgePort = ports.get(2);
    bridgeTlsPort = ports.get(3);
    // A test that dies before it closes its server leaves none behind.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::kill));
  }

  /** One that everybody may use, running. */
  public static MosquittoProcess start() {
    return start(OPEN);
  }

  /**
   * One of this configuration, running, in which {@code @PORT@} stands for a free port and
   * {@code @HOME@} for its folder.
   */
  public static MosquittoProcess start(String configuration) {
    try {
      return start(Files.createTempDirectory("weir-mosquitto-"), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same in a folder that holds what its configuration speaks of, and is deleted with it. */
  public static MosquittoProcess start(Path home, String configuration) {
    MosquittoProcess made = new MosquittoProcess(home, freePorts());
    try {
      // Started by root it would become another user, who may not write into the folder.
      String own = isRoot() ? "user root\n" : "";
      Files.writeString(
          home.resolve("mosquitto.conf"),
          own
              + configuration
                  .replace("@PORT@", Integer.toString(made.port))
                  .replace("@TLS_PORT@", Integer.toString(made.tlsPort))
                  .replace("@BRIDGE_PORT@", Integer.toString(made.bridgePort))
                  .replace("@BRIDGE_TLS_PORT@", Integer.toString(made.bridgeTlsPort))
                  .replace("@HOME@", home.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    made.launch();
    return made;
  }

  public int port() {
    return port;
  }

  /** The other port, if the configuration speaks of it. */
  public int tlsPort() {
    return tlsPort;
  }

  /** The one for bridges, if the configuration speaks of it. */
  public int bridgePort() {
    return bridgePort;
  }

  /** The one for bridges with certificates, if the configuration speaks of it. */
  public int bridgeTlsPort() {
    return bridgeTlsPort;
  }

  public String url() {
    return "mqtt://127.0.0.1:" + port;
  }

  /** Starts it after its end, with what it had persisted; returns when it accepts clients. */
  public void launch() {
    try {
      Process started =
          new ProcessBuilder(binary(), "-c", home.resolve("mosquitto.conf").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      process = started;
      Awaitility.await("mosquitto to accept connections")
          .atMost(START_BOUND)
          .pollInterval(Duration.ofMillis(10))
          .failFast(() -> died(started))
          .until(this::accepts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once: what it had not persisted is gone. */
  public void kill() {
    end(true);
  }

  /** Ends it in its own way: it persists what it has. */
  public void stop() {
    end(false);
  }

  /** Makes it stand still; clients stay connected. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void resume() {
    signal("CONT");
  }

  /** Makes it read its configuration, users and rules again. */
  public void reload() {
    signal("HUP");
  }

  /** What it has said so far. */
  public String said() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  private Path log() {
    return home.resolve("mosquitto.log");
  }

  private void signal(String name) {
    Process running = process;
    if (running != null) {
      Signals.send(running, name);
    }
  }

  private void died(Process started) {
    if (!started.isAlive()) {
      throw new IllegalStateException("mosquitto ended: " + said());
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
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

  private static List<Integer> freePorts() {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket three = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket four = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Stream.of(one, two, three, four).map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String binary() {
    String named = System.getenv("WEIR_MOSQUITTO");
    if (named != null && !named.isBlank()) {
      return named;
    }
    return Stream.of("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto")
        .filter(file -> Files.isExecutable(Path.of(file)))
        .findFirst()
        .orElse("mosquitto");
  }
}

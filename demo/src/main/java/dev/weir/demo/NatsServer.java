package dev.weir.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A {@code nats-server} with JetStream on a free port of loopback. */
final class NatsServer implements AutoCloseable {

  private static final Duration START_BOUND = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 20;

  private final Process process;
  private final int port;

  private NatsServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static NatsServer start(Path binary, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = freePort();
    Path config = folder.resolve("nats.conf");
    Files.writeString(
        config,
        """
        listen: "127.0.0.1:%d"
        jetstream { store_dir: "%s" }
        """
            .formatted(port, folder.resolve("store")));
    Process process =
        new ProcessBuilder(binary.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nats.log").toFile())
            .start();
    NatsServer server = new NatsServer(process, port);
    server.awaitGreeting(folder.resolve("nats.log"));
    return server;
  }

  String url() {
    return "nats://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitGreeting(Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_BOUND.toNanos();
    while (!greets()) {
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        process.destroyForcibly();
        throw new IOException("nats-server did not start: " + Files.readString(log));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean greets() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1_000);
      return socket.getInputStream().read() == 'I';
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

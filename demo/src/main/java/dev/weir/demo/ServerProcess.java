package dev.weir.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server of the demo's, which ends with it. */
record ServerProcess(Process process) implements AutoCloseable {

  private static final Duration START_BOUND = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 20;

  /**
   * Starts one, and waits until it is up.
   *
   * @param binary takes {@code -c} and its configuration
   * @throws IOException it ended, or was not up within 20 s; with what it said
   */
  static ServerProcess start(Path binary, Path config, BooleanSupplier isUp)
      throws IOException, InterruptedException {
    Path log = config.resolveSibling(binary.getFileName() + ".log");
    Process process =
        new ProcessBuilder(binary.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long deadline = System.nanoTime() + START_BOUND.toNanos();
    while (!isUp.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        process.destroyForcibly();
        throw new IOException(binary + " did not start: " + Files.readString(log));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return new ServerProcess(process);
  }

  /** A port of loopback that nobody listens on now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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
}

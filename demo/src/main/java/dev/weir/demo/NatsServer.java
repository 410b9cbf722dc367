package dev.weir.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@code nats-server} with JetStream on a free port of loopback. */
final class NatsServer implements AutoCloseable {

  private final ServerProcess process;
  private final int port;

  private NatsServer(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  static NatsServer start(Path binary, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = ServerProcess.freePort();
    Path config = folder.resolve("nats.conf");
    Files.writeString(
        config,
        """
        listen: "127.0.0.1:%d"
        jetstream { store_dir: "%s" }
        """
            .formatted(port, folder.resolve("store")));
    ServerProcess process = ServerProcess.start(binary, config, () -> greets(port));
    return new NatsServer(process, port);
  }

  String url() {
    return "nats://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.close();
  }

  private static boolean greets(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1_000);
      return socket.getInputStream().read() == 'I';
    } catch (IOException notYet) {
      return false;
    }
  }
}

package dev.weir.testkit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends back what it gets. */
final class EchoServer implements AutoCloseable {

  private final ServerSocket door;

  EchoServer() throws IOException {
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::welcome);
  }

  int port() {
    return door.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  private void welcome() {
    try {
      while (true) {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> echo(client));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private static void echo(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException cut) {
      return;
    }
  }
}

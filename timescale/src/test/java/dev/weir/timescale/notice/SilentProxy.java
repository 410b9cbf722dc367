package dev.weir.timescale.notice;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a client and PostgreSQL, and lets what listens there fall silent without being
 * closed, as a firewall does that has forgotten a connection.
 */
final class SilentProxy implements AutoCloseable {

  private static final class Conversation {
    volatile boolean listens;
    volatile int bytesUntilSilence = Integer.MAX_VALUE;
  }

  private final ServerSocket door;
  private final String host;
  private final int port;
  private final List<Conversation> conversations = new CopyOnWriteArrayList<>();

  SilentProxy(String host, int port) {
    this.host = host;
    this.port = port;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::welcome);
  }

  int port() {
    return door.getLocalPort();
  }

  /**
   * Silences the connections that listen now.
   *
   * @param bytes of what the server says next that still come through
   */
  void silence(int bytes) {
    conversations.stream().filter(c -> c.listens).forEach(c -> c.bytesUntilSilence = bytes);
  }

  private void welcome() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(host, port);
        Conversation conversation = new Conversation();
        conversations.add(conversation);
        Thread.ofVirtual().start(() -> forward(client, server, conversation));
        Thread.ofVirtual().start(() -> answer(server, client, conversation));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void forward(Socket client, Socket server, Conversation conversation) {
    byte[] buffer = new byte[65_536];
    try (client;
        server) {
      InputStream from = client.getInputStream();
      OutputStream to = server.getOutputStream();
      for (int n; (n = from.read(buffer)) > 0; ) {
        if (new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains("listen ")) {
          conversation.listens = true;
        }
        to.write(buffer, 0, n);
      }
    } catch (IOException closed) {
      // One side is gone; the other goes with it.
    }
  }

  private static void answer(Socket server, Socket client, Conversation conversation) {
    byte[] buffer = new byte[65_536];
    try (client;
        server) {
      InputStream from = server.getInputStream();
      OutputStream to = client.getOutputStream();
      for (int n; (n = from.read(buffer)) > 0; ) {
        int left = conversation.bytesUntilSilence;
        int loud = Math.min(n, left);
        to.write(buffer, 0, loud);
        if (left != Integer.MAX_VALUE) {
          conversation.bytesUntilSilence = left - loud;
        }
      }
    } catch (IOException closed) {
      // Likewise.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

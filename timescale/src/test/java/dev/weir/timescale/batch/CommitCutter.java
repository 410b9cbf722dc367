package dev.weir.timescale.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a client and PostgreSQL, or PgBouncer, and cuts the connection at its next COMMIT.
 */
final class CommitCutter implements AutoCloseable {

  /** Where to cut; each cuts once. */
  enum Cut {
    NOWHERE,
    BEFORE_THE_SERVER_HAS_IT,
    BEFORE_THE_CLIENT_HAS_THE_ANSWER
  }

  private final ServerSocket door;
  private final String host;
  private final int port;
  private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NOWHERE);

  CommitCutter(String host, int port) {
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

  void cut(Cut where) {
    next.set(where);
  }

  private void welcome() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(host, port);
        Thread.ofVirtual().start(() -> forward(client, server));
        Thread.ofVirtual().start(() -> answer(server, client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void forward(Socket client, Socket server) {
    byte[] buffer = new byte[65_536];
    try (client;
        server) {
      InputStream from = client.getInputStream();
      OutputStream to = server.getOutputStream();
      for (int n; (n = from.read(buffer)) > 0; ) {
        boolean commits = new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains("COMMIT");
        Cut cut = commits ? next.getAndSet(Cut.NOWHERE) : Cut.NOWHERE;
        if (cut == Cut.BEFORE_THE_SERVER_HAS_IT) {
          return;
        }
        if (cut == Cut.BEFORE_THE_CLIENT_HAS_THE_ANSWER) {
          client.shutdownOutput();
          to.write(buffer, 0, n);
          Thread.sleep(300);
          return;
        }
        to.write(buffer, 0, n);
      }
    } catch (IOException | InterruptedException closed) {
      // One side is gone; the other goes with it.
    }
  }

  private static void answer(Socket server, Socket client) {
    try (client;
        server) {
      server.getInputStream().transferTo(client.getOutputStream());
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

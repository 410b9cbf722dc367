package dev.weir.jetstream;

import dev.weir.core.stream.StreamException;
import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.api.ServerInfo;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bare connection to one NATS server, for what there is much of: no reconnect, no queues. Logging
 * in is left to jnats' options, so that it is the same as that of the shared connection.
 */
final class Wire implements Closeable {

  private static final int HANDSHAKE_MILLIS = 5_000;
  private static final byte[] PONG = MessageHeaders.ascii("PONG\r\n");

  private final Socket plain;
  private final Socket socket;
  private final OutputStream out;
  private final FrameReader frames;
  private final ServerInfo info;
  private final ReentrantLock sending = new ReentrantLock();
  private volatile boolean owesPong;

  private Wire(Socket plain, Socket socket, FrameReader frames, ServerInfo info)
      throws IOException {
    this.plain = plain;
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.frames = frames;
    this.info = info;
  }

  /**
   * Connects and logs in.
   *
   * @param url of the server
   * @throws IOException the server is not there, or refuses; names no secret
   */
  static Wire connect(Options options, String url) throws IOException {
    ServerUrl server = ServerUrl.parse(url, 1);
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(HANDSHAKE_MILLIS);
      socket.connect(new InetSocketAddress(server.host(), server.port()), HANDSHAKE_MILLIS);
      return handshake(options, server, socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Connects to the server that the shared connection found to be there.
   *
   * @throws StreamException none is there now
   */
  static Wire beside(Connection connection) {
    String url = connection.getConnectedUrl();
    if (url == null) {
      throw new StreamException("the connection to NATS was lost just now");
    }
    try {
      return connect(connection.getOptions(), url);
    } catch (IOException e) {
      throw new StreamException(
          "no connection to NATS beside the shared one: " + e.getMessage(), e);
    }
  }

  ServerInfo info() {
    return info;
  }

  FrameReader frames() {
    return frames;
  }

  /** How long {@link FrameReader#fill()} waits before it throws a timeout. */
  void setReadTimeout(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  void subscribe(String subject) throws IOException {
    send("SUB " + subject + " 1\r\n");
  }

  /** Publishes an ASCII text; {@code reply} may be empty. */
  void publish(String subject, String reply, String text) throws IOException {
    String to = reply.isEmpty() ? subject : subject + ' ' + reply;
    send("PUB " + to + ' ' + text.length() + "\r\n" + text + "\r\n");
  }

  /** Never waits for whoever sends: that one says it then. */
  void pong() throws IOException {
    owesPong = true;
    if (sending.tryLock()) {
      try {
        payPong();
      } finally {
        sending.unlock();
      }
    }
  }

  private void payPong() throws IOException {
    if (owesPong) {
      owesPong = false;
      out.write(PONG);
      out.flush();
    }
  }

  /** At once: an encrypted one would wait, to say goodbye, for whoever writes to it. */
  @Override
  public void close() {
    try {
      plain.close();
    } catch (IOException gone) {
      // Nothing is left to be closed.
    }
  }

  private void send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    send(bytes, bytes.length);
  }

  /** Sends frames that are complete. */
  void send(byte[] bytes, int length) throws IOException {
    sending.lock();
    try {
      out.write(bytes, 0, length);
      out.flush();
      payPong();
    } finally {
      sending.unlock();
    }
  }

  private static Wire handshake(Options options, ServerUrl server, Socket plain)
      throws IOException {
    boolean tlsFirst = options.isTlsFirst();
    Socket socket = tlsFirst ? secure(options, server, plain) : plain;
    FrameReader frames = new FrameReader(socket.getInputStream());
    ServerInfo info = new ServerInfo("INFO " + await(frames, FrameReader.Kind.INFO));
    if (options.isTLSRequired() && !tlsFirst) {
      socket = secure(options, server, plain);
      frames = new FrameReader(socket.getInputStream());
    }
    Wire wire = new Wire(plain, socket, frames, info);
    wire.send("CONNECT " + login(options, server, info) + "\r\nPING\r\n");
    await(frames, FrameReader.Kind.PONG);
    return wire;
  }

  private static CharSequence login(Options options, ServerUrl server, ServerInfo info) {
    return options.buildProtocolConnectOptionsString(
        server.address(), info.isAuthRequired(), info.getNonce());
  }

  private static String await(FrameReader frames, FrameReader.Kind wanted) throws IOException {
    while (true) {
      while (!frames.next()) {
        frames.fill();
      }
      if (frames.kind() == FrameReader.Kind.ERROR) {
        throw new IOException("the server refuses: " + frames.text());
      }
      if (frames.kind() == wanted) {
        return frames.text();
      }
    }
  }

  private static Socket secure(Options options, ServerUrl server, Socket plain) throws IOException {
    return TlsUpgrade.secure(options.getSslContext(), plain, server.host(), server.port());
  }
}

package dev.weir.delivery.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver that does to each connection what a test wants. */
final class RawReceiver implements AutoCloseable {

  /** What is done after a request has come, whose bytes are those of its head. */
  interface Behaviour {
    void answer(Socket socket, OutputStream output) throws Exception;
  }

  final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final Behaviour behaviour;

  RawReceiver(Behaviour behaviour) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
  }

  RawReceiver(ServerSocket server, Behaviour behaviour) {
    this.server = server;
    this.behaviour = behaviour;
    Thread.ofVirtual().start(this::accept);
  }

  /** One that answers with a head and a body, and goes on. */
  static RawReceiver answering(String head, String body) throws IOException {
    return answering(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), head, body);
  }

  static RawReceiver answering(ServerSocket server, String head, String body) {
    String text = "HTTP/1.1 " + head + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    return new RawReceiver(server, (socket, output) -> write(output, text));
  }

  static void write(OutputStream output, String text) throws IOException {
    output.write(text.getBytes(StandardCharsets.US_ASCII));
    output.flush();
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return sockets.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try {
      InputStream input = socket.getInputStream();
      while (readRequest(input)) {
        behaviour.answer(socket, socket.getOutputStream());
      }
    } catch (Exception gone) {
      // the client went away, as some of these make it
    }
  }

  private boolean readRequest(InputStream input) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int octet = input.read();
      if (octet < 0) {
        return false;
      }
      head.append((char) octet);
    }
    heads.add(head.toString());
    int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
    int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
    return input.readNBytes(length).length == length;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}

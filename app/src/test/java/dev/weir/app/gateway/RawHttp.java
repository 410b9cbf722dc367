package dev.weir.app.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A connection of HTTP/1.1 that sends what it is told to. */
final class RawHttp implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 40_000;

  private final Socket socket;
  private final InputStream input;

  RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    input = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends a request and reads the answer, which may come before all of it was sent. */
  static Answer send(int port, Ask ask) throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      try {
        http.write(ask.bytes());
      } catch (SocketException e) {
        return http.answer(false); // the server wanted to hear no more
      }
      return http.answer(ask.method.equals("HEAD"));
    }
  }

  void write(byte[] bytes) throws IOException {
    OutputStream output = socket.getOutputStream();
    output.write(bytes);
    output.flush();
  }

  /** Whether an answer, or the end, is there already. */
  boolean hasAnswer() throws IOException {
    return input.available() > 0;
  }

  Answer answer(boolean withoutBody) throws IOException {
    String[] first = line().split(" ", 3);
    int status = Integer.parseInt(first[1]);
    if (status == 100) {
      line();
      return answer(withoutBody);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = withoutBody ? new byte[0] : body(headers);
    return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    if (length != null) {
      return input.readNBytes(Integer.parseInt(length));
    }
    if (!"chunked".equals(headers.get("transfer-encoding"))) {
      return input.readAllBytes();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.writeBytes(input.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = input.read(); octet != '\n'; octet = input.read()) {
      if (octet < 0) {
        throw new EOFException("after " + line);
      }
      if (octet != '\r') {
        line.write(octet);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package dev.weir.app.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A request of HTTP/1.1 in the making, byte for byte: also one that no client would send. */
final class Ask {

  static final String GOOD = "{\"site_id\":\"s1\",\"metrics\":{\"t\":1}}";

  final Map<String, String> headers = new LinkedHashMap<>();
  String method;
  String path;
  byte[] body = {};
  boolean chunked;
  @Nullable Integer announced;

  Ask(String method, String path) {
    this.method = method;
    this.path = path;
    headers.put("Host", "weir");
    headers.put("Connection", "close");
  }

  static Ask single(String tenant, String device) {
    return single(tenant, device, "telemetry");
  }

  static Ask single(String tenant, String device, String msgType) {
    return new Ask("POST", "/ingest/v1/tenant/" + tenant + "/device/" + device + "/" + msgType)
        .with("Content-Type", "application/json")
        .with("X-Provision-Token", "secret")
        .body(GOOD);
  }

  static Ask batch(String body) {
    return new Ask("POST", "/ingest/v1/batch").with("Content-Type", "application/json").body(body);
  }

  Ask with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  Ask without(String header) {
    headers.remove(header);
    return this;
  }

  Ask body(String text) {
    body = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  Ask chunked() {
    chunked = true;
    return this;
  }

  /** Says that the body is of another size than it is. */
  Ask announcing(int bytes) {
    announced = bytes;
    return this;
  }

  Ask zipped() {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream output = new GZIPOutputStream(zipped)) {
      output.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    body = zipped.toByteArray();
    return with("Content-Encoding", "gzip");
  }

  @Override
  public String toString() {
    return new String(bytes(), StandardCharsets.ISO_8859_1);
  }

  byte[] bytes() {
    StringBuilder head = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (chunked) {
      head.append("Transfer-Encoding: chunked\r\n\r\n");
      head.append(Integer.toHexString(body.length)).append("\r\n");
    } else {
      int length = announced == null ? body.length : announced;
      head.append("Content-Length: ").append(length).append("\r\n\r\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    if (chunked) {
      bytes.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }
}

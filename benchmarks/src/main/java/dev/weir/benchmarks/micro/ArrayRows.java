package dev.weir.benchmarks.micro;

import dev.weir.core.message.TelemetryMessage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What {@code CopyEncoder} was chosen instead of: the same binary rows by the JDK's streams, with
 * an array for each text and a buffer for each batch.
 */
final class ArrayRows {

  private static final byte[] HEADER =
      "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final long EPOCH_MICROS = 946_684_800_000_000L;
  private static final int FIELDS = 9;

  private ArrayRows() {}

  /** The bytes of a COPY; readings all have a {@code seq}. */
  static byte[] encode(List<TelemetryMessage> messages) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.write(HEADER);
      for (TelemetryMessage message : messages) {
        row(out, message);
      }
      out.writeShort(-1);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  private static void row(DataOutputStream out, TelemetryMessage message) throws IOException {
    out.writeShort(FIELDS);
    number(out, message.timeMicros() - EPOCH_MICROS);
    text(out, message.topic().tenantId());
    text(out, message.topic().deviceId());
    text(out, message.siteId());
    text(out, message.topic().msgType());
    number(out, Objects.requireNonNull(message.seq()));
    byte[] metrics = message.metrics().copy();
    out.writeInt(1 + metrics.length);
    out.writeByte(1);
    out.write(metrics);
    out.writeInt(-1);
    out.writeInt(-1);
  }

  private static void number(DataOutputStream out, long value) throws IOException {
    out.writeInt(Long.BYTES);
    out.writeLong(value);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}

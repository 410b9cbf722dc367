package dev.weir.benchmarks.micro;

import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * What binary rows were chosen instead of: COPY in its text format. Each field is text, tabs
 * between them, {@code \N} for null, a backslash before what would be taken for a separator.
 */
final class TextRows {

  private static final int ROW_LENGTH = 200;

  private TextRows() {}

  /** The bytes of a COPY; readings all have a {@code seq}. */
  static byte[] encode(List<TelemetryMessage> messages) {
    StringBuilder rows = new StringBuilder(messages.size() * ROW_LENGTH);
    for (TelemetryMessage message : messages) {
      row(rows, message);
    }
    return rows.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void row(StringBuilder rows, TelemetryMessage message) {
    Slice metrics = message.metrics();
    rows.append(Instant.EPOCH.plus(message.timeMicros(), ChronoUnit.MICROS)).append('\t');
    text(rows, message.topic().tenantId());
    text(rows, message.topic().deviceId());
    text(rows, message.siteId());
    text(rows, message.topic().msgType());
    rows.append(Objects.requireNonNull(message.seq()).longValue()).append('\t');
    text(
        rows,
        new String(metrics.bytes(), metrics.offset(), metrics.length(), StandardCharsets.UTF_8));
    rows.append("\\N\t\\N\n");
  }

  private static void text(StringBuilder rows, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> rows.append("\\\\");
        case '\t' -> rows.append("\\t");
        case '\n' -> rows.append("\\n");
        case '\r' -> rows.append("\\r");
        default -> rows.append(c);
      }
    }
    rows.append('\t');
  }
}

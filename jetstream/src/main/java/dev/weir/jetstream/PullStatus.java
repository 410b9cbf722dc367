package dev.weir.jetstream;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a server says about a pull request, other than by messages. */
sealed interface PullStatus {

  /**
   * The consumer lives.
   *
   * @param lastConsumerSeq what it delivered last
   */
  record Heartbeat(long lastConsumerSeq) implements PullStatus {}

  /**
   * A request is over: its time is up, or the next message does not fit what was left of its bytes.
   *
   * @param missing messages it did not bring
   */
  record Ended(long missing) implements PullStatus {}

  /** Nothing more will come. */
  record Fatal(String reason) implements PullStatus {}

  /**
   * Reads the header block of a status message: {@code NATS/1.0 409 Consumer Deleted} and headers.
   */
  static PullStatus parse(byte[] bytes, int from, int to) {
    String[] lines =
        new String(bytes, from, to - from, StandardCharsets.UTF_8).strip().split("\r\n");
    String status = lines[0].startsWith("NATS/1.0 ") ? lines[0].substring(9).strip() : "";
    if (status.startsWith("100")) {
      Long last = number(lines, "Nats-Last-Consumer:");
      return last == null ? new Fatal("a heartbeat that says nothing") : new Heartbeat(last);
    }
    Long missing = number(lines, "Nats-Pending-Messages:");
    if ((status.startsWith("408") || status.startsWith("409")) && missing != null) {
      return new Ended(missing);
    }
    if (status.startsWith("503")) {
      return new Fatal("the consumer is gone");
    }
    return new Fatal("the server ended the delivery: " + status);
  }

  private static @Nullable Long number(String[] lines, String name) {
    for (String line : lines) {
      if (line.startsWith(name)) {
        byte[] digits = line.substring(name.length()).strip().getBytes(StandardCharsets.UTF_8);
        long value = AsciiNumber.parse(digits, 0, digits.length);
        return value < 0 ? null : value;
      }
    }
    return null;
  }
}

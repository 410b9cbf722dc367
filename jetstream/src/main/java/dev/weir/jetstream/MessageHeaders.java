package dev.weir.jetstream;

import dev.weir.core.publish.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Picks Weir's own headers out of a message's header block. Whatever the block holds, reading it
 * throws nothing: what does not look like a header is passed over. Of a name that comes twice the
 * first counts. Owned by one thread.
 */
final class MessageHeaders {

  static final String TOPIC = "Weir-Topic";
  static final String TOKEN = "Weir-Provision-Token";
  static final String USERNAME = "Weir-Username";
  static final String CLIENT_ID = "Weir-Client-Id";
  static final String ORIGINAL_SIZE = "Weir-Original-Size";
  static final String REPLAY = "Weir-Replay";
  static final String ROUTE_ID = "Weir-Route-Id";
  static final String DELIVERY_ID = "Weir-Delivery-Id";

  private static final byte[] VERSION = ascii("NATS/1.0");
  private static final byte[] TOPIC_BYTES = ascii(TOPIC);
  private static final byte[] TOKEN_BYTES = ascii(TOKEN);
  private static final byte[] USERNAME_BYTES = ascii(USERNAME);
  private static final byte[] ORIGINAL_SIZE_BYTES = ascii(ORIGINAL_SIZE);
  private static final byte[] REPLAY_BYTES = ascii(REPLAY);
  private static final byte[] ROUTE_ID_BYTES = ascii(ROUTE_ID);
  private static final byte[] DELIVERY_ID_BYTES = ascii(DELIVERY_ID);

  private @Nullable String topic;
  private @Nullable String token;
  private @Nullable String username;
  private long originalSize;
  private long replay;
  private long routeId;
  private @Nullable String deliveryId;

  /** Names and values of what a message is to carry. */
  static void of(OutboundMessage message, BiConsumer<String, String> headers) {
    accept(headers, TOPIC, message.topic());
    accept(headers, TOKEN, message.token());
    accept(headers, USERNAME, message.username());
    accept(headers, "Nats-Msg-Id", message.messageId());
    accept(headers, CLIENT_ID, message.clientId());
    accept(headers, ORIGINAL_SIZE, message.originalSize());
    accept(headers, REPLAY, message.replay());
    accept(headers, ROUTE_ID, message.routeId());
    accept(headers, DELIVERY_ID, message.deliveryId());
  }

  private static void accept(
      BiConsumer<String, String> headers, String name, @Nullable Object value) {
    if (value != null) {
      headers.accept(name, value.toString());
    }
  }

  void parse(byte[] bytes, int from, int to) {
    topic = null;
    token = null;
    username = null;
    originalSize = -1;
    replay = -1;
    routeId = -1;
    deliveryId = null;
    if (!startsWith(bytes, from, to, VERSION)) {
      return;
    }
    int line = nextLine(bytes, from, to);
    while (line < to) {
      int next = nextLine(bytes, line, to);
      parseLine(bytes, line, lineEnd(bytes, line, next));
      line = next;
    }
  }

  /** Null where there is no such header. */
  @Nullable String topic() {
    return topic;
  }

  /** Null where there is no such header, or it is empty. */
  @Nullable String token() {
    return token;
  }

  /** Null where there is no such header, or it is empty. */
  @Nullable String username() {
    return username;
  }

  /** −1 where there is no such header, or it holds no number. */
  long originalSize() {
    return originalSize;
  }

  /** −1 where there is no such header; 0 where it holds no number. */
  long replay() {
    return replay;
  }

  /** −1 where there is no such header, or it holds no number. */
  long routeId() {
    return routeId;
  }

  /** Null where there is no such header, or it is empty. */
  @Nullable String deliveryId() {
    return deliveryId;
  }

  private void parseLine(byte[] bytes, int from, int to) {
    // Others' headers, traceparent and Nats-Msg-Id among them, end here for most messages.
    if (to - from <= 5 || bytes[from] != 'W' || bytes[from + 4] != '-') {
      return;
    }
    if (topic == null && isNamed(bytes, from, to, TOPIC_BYTES)) {
      topic = value(bytes, from + TOPIC_BYTES.length + 1, to);
    } else if (token == null && isNamed(bytes, from, to, TOKEN_BYTES)) {
      token = emptyAsNull(value(bytes, from + TOKEN_BYTES.length + 1, to));
    } else if (username == null && isNamed(bytes, from, to, USERNAME_BYTES)) {
      username = emptyAsNull(value(bytes, from + USERNAME_BYTES.length + 1, to));
    } else if (originalSize < 0 && isNamed(bytes, from, to, ORIGINAL_SIZE_BYTES)) {
      originalSize = number(bytes, from + ORIGINAL_SIZE_BYTES.length + 1, to);
    } else if (replay < 0 && isNamed(bytes, from, to, REPLAY_BYTES)) {
      replay = Math.max(0, number(bytes, from + REPLAY_BYTES.length + 1, to));
    } else if (routeId < 0 && isNamed(bytes, from, to, ROUTE_ID_BYTES)) {
      routeId = number(bytes, from + ROUTE_ID_BYTES.length + 1, to);
    } else if (deliveryId == null && isNamed(bytes, from, to, DELIVERY_ID_BYTES)) {
      deliveryId = emptyAsNull(value(bytes, from + DELIVERY_ID_BYTES.length + 1, to));
    }
  }

  private static long number(byte[] bytes, int from, int to) {
    byte[] digits = value(bytes, from, to).getBytes(StandardCharsets.UTF_8);
    return AsciiNumber.parse(digits, 0, digits.length);
  }

  private static boolean isNamed(byte[] bytes, int from, int to, byte[] name) {
    int colon = from + name.length;
    return colon < to && bytes[colon] == ':' && startsWith(bytes, from, to, name);
  }

  static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
    return to - from >= prefix.length
        && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
  }

  private static int nextLine(byte[] bytes, int from, int to) {
    for (int i = from; i < to - 1; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i + 2;
      }
    }
    return to;
  }

  private static int lineEnd(byte[] bytes, int from, int next) {
    boolean terminated = next - from >= 2 && bytes[next - 2] == '\r' && bytes[next - 1] == '\n';
    return terminated ? next - 2 : next;
  }

  private static String value(byte[] bytes, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && bytes[start] == ' ') {
      start++;
    }
    while (end > start && bytes[end - 1] == ' ') {
      end--;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private static @Nullable String emptyAsNull(String value) {
    return value.isEmpty() ? null : value;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

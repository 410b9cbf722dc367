package dev.weir.jetstream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the reply subject under which a consumer delivers a message. It says which message it is:
 *
 * <pre>
 * $JS.ACK.stream.consumer.deliveries.streamSeq.consumerSeq.timeNanos.pending
 * $JS.ACK.domain.account.stream.consumer.deliveries.streamSeq.consumerSeq.timeNanos.pending[.random]
 * </pre>
 *
 * A hundred thousand of them come by in a second, so they are read where they lie. Owned by one
 * thread.
 */
final class AckSubject {

  private static final byte[] PREFIX = "$JS.ACK.".getBytes(StandardCharsets.US_ASCII);
  private static final int TOKENS_V1 = 9;
  private static final int TOKENS_V2 = 11;
  private static final int TOKENS_MAX = 12;
  private static final int STREAM_SEQ_V1 = 5;
  private static final int STREAM_SEQ_V2 = 7;

  /** Where each token starts, and past the last one where a next would. */
  private final int[] starts = new int[TOKENS_MAX + 1];

  private long streamSeq;
  private long consumerSeq;
  private long timeNanos;
  private long pending;

  static boolean isOne(byte[] bytes, int from, int to) {
    return to - from >= PREFIX.length
        && Arrays.equals(bytes, from, from + PREFIX.length, PREFIX, 0, PREFIX.length);
  }

  /** Reads a subject; false where it is not of either form, and then the fields say nothing. */
  boolean parse(byte[] bytes, int from, int to) {
    if (!isOne(bytes, from, to)) {
      return false;
    }
    int tokens = split(bytes, from, to);
    int first = tokens == TOKENS_V1 ? STREAM_SEQ_V1 : STREAM_SEQ_V2;
    if (tokens != TOKENS_V1 && (tokens < TOKENS_V2 || tokens > TOKENS_MAX)) {
      return false;
    }
    streamSeq = number(bytes, first);
    consumerSeq = number(bytes, first + 1);
    timeNanos = number(bytes, first + 2);
    pending = number(bytes, first + 3);
    return streamSeq > 0 && consumerSeq > 0 && timeNanos >= 0 && pending >= 0;
  }

  /** Sequence in the stream, from 1. */
  long streamSeq() {
    return streamSeq;
  }

  /** How many messages the consumer has delivered, this one included. */
  long consumerSeq() {
    return consumerSeq;
  }

  /** When the stream took the message, nanoseconds since 1970. */
  long timeNanos() {
    return timeNanos;
  }

  /** Messages in the stream after this one. */
  long pending() {
    return pending;
  }

  private int split(byte[] bytes, int from, int to) {
    int tokens = 1;
    starts[0] = from;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '.') {
        if (tokens == TOKENS_MAX) {
          return TOKENS_MAX + 1;
        }
        starts[tokens++] = i + 1;
      }
    }
    starts[tokens] = to + 1;
    return tokens;
  }

  private long number(byte[] bytes, int token) {
    return AsciiNumber.parse(bytes, starts[token], starts[token + 1] - 1);
  }
}

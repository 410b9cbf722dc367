package dev.weir.core.message;

import org.jspecify.annotations.Nullable;

/**
 * A message as it came from the stream, nothing of it judged yet.
 *
 * @param seq its sequence in the stream
 * @param arrivalNanos when the broker took it, nanoseconds since 1970
 * @param subjectTenant last token of the subject, as encoded there
 * @param topic header {@code Weir-Topic}; null means the envelope form: the body names the topic
 * @param token header {@code Weir-Provision-Token}
 * @param username header {@code Weir-Username}: the identity the broker vouches for
 * @param originalSize header {@code Weir-Original-Size}: the size in bytes before a gateway cut the
 *     body; −1 where it is whole
 * @param body bytes of the message; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy would cost every message
public record Envelope(
    long seq,
    long arrivalNanos,
    String subjectTenant,
    @Nullable String topic,
    @Nullable String token,
    @Nullable String username,
    long originalSize,
    byte[] body) {

  public long arrivalMicros() {
    return Math.floorDiv(arrivalNanos, 1_000L);
  }

  /** Where the message is to be found, and nothing of what it holds. */
  @Override
  public String toString() {
    return "Envelope[seq=" + seq + ", topic=" + topic + ", " + body.length + " bytes]";
  }
}

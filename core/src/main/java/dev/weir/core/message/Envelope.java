package dev.weir.core.message;

import dev.weir.core.message.Replay.Resolved;
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
 * @param replay header {@code Weir-Replay}; null where there is none. Once it is resolved, sequence
 *     and arrival are still those of the replay, and all else is the quarantined message's
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
    byte[] body,
    @Nullable Replay replay) {

  /** One that speaks for itself. */
  public Envelope(
      long seq,
      long arrivalNanos,
      String subjectTenant,
      @Nullable String topic,
      @Nullable String token,
      @Nullable String username,
      long originalSize,
      byte[] body) {
    this(seq, arrivalNanos, subjectTenant, topic, token, username, originalSize, body, null);
  }

  /** The same, which asks for a message of the quarantine. */
  public Envelope asking(long eventId) {
    return new Envelope(
        seq,
        arrivalNanos,
        subjectTenant,
        topic,
        token,
        username,
        originalSize,
        body,
        new Replay.Requested(eventId));
  }

  /** When it arrived, the replay where it is one: what ages and rates are judged by. */
  public long arrivalMicros() {
    return Math.floorDiv(arrivalNanos, 1_000L);
  }

  /** When it arrived first: the time of a reading that names none. */
  public long firstArrivalMicros() {
    return replay instanceof Resolved resolved
        ? resolved.origin().arrivalMicros()
        : arrivalMicros();
  }

  /** Where the message is to be found, and nothing of what it holds. */
  @Override
  public String toString() {
    return "Envelope[seq=" + seq + ", topic=" + topic + ", " + body.length + " bytes]";
  }
}

package dev.weir.jetstream;

import org.jspecify.annotations.Nullable;

/**
 * A message to be published, in either form. Header values are of printable ASCII.
 *
 * @param subject {@code telemetry.…}
 * @param topic header {@code Weir-Topic}; null makes it the envelope form: the body names the topic
 * @param token header {@code Weir-Provision-Token}
 * @param username header {@code Weir-Username}
 * @param messageId header {@code Nats-Msg-Id}: one that comes again within the stream's duplicate
 *     window is acknowledged but not stored
 * @param body not to be changed until it is acknowledged
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record OutboundMessage(
    String subject,
    @Nullable String topic,
    @Nullable String token,
    @Nullable String username,
    @Nullable String messageId,
    byte[] body) {

  /** A device's payload as it is, its topic beside it. */
  public static OutboundMessage nativeForm(
      String subject, String topic, @Nullable String messageId, byte[] payload) {
    return new OutboundMessage(subject, topic, null, null, messageId, payload);
  }

  /** A JSON object that holds topic and payload. */
  public static OutboundMessage envelopeForm(
      String subject, @Nullable String messageId, byte[] envelope) {
    return new OutboundMessage(subject, null, null, null, messageId, envelope);
  }

  /** Names no content: it may hold a token. */
  @Override
  public String toString() {
    return "OutboundMessage[" + subject + ", " + body.length + " bytes]";
  }
}

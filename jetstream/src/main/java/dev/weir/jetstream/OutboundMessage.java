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
 * @param replay header {@code Weir-Replay}: the id of the quarantined message that this one stands
 *     for
 * @param body not to be changed until it is acknowledged
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record OutboundMessage(
    String subject,
    @Nullable String topic,
    @Nullable String token,
    @Nullable String username,
    @Nullable String messageId,
    @Nullable Long replay,
    byte[] body) {

  private static final byte[] EMPTY = {};

  /** One that speaks for itself. */
  public OutboundMessage(
      String subject,
      @Nullable String topic,
      @Nullable String token,
      @Nullable String username,
      @Nullable String messageId,
      byte[] body) {
    this(subject, topic, token, username, messageId, null, body);
  }

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

  /** The wish that a quarantined message be judged again; it carries nothing of it but the id. */
  public static OutboundMessage replay(String subject, String messageId, long quarantineId) {
    return new OutboundMessage(subject, null, null, null, messageId, quarantineId, EMPTY);
  }

  /** Names no content: it may hold a token. */
  @Override
  public String toString() {
    return "OutboundMessage[" + subject + ", " + body.length + " bytes]";
  }
}

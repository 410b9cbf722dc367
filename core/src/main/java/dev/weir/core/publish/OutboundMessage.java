package dev.weir.core.publish;

import dev.weir.core.message.Subjects;
import dev.weir.core.route.RouteJob;
import org.jspecify.annotations.Nullable;

/**
 * A message to be published, in either form. Header values are of printable ASCII.
 *
 * @param subject {@code telemetry.…} or {@code routes.…}
 * @param topic header {@code Weir-Topic}; null makes it the envelope form: the body names the topic
 * @param token header {@code Weir-Provision-Token}
 * @param username header {@code Weir-Username}: the identity that whoever publishes vouches for
 * @param clientId header {@code Weir-Client-Id}
 * @param messageId header {@code Nats-Msg-Id}: one that comes again within the stream's duplicate
 *     window is acknowledged but not stored
 * @param originalSize header {@code Weir-Original-Size}: the size in bytes of a body that was cut
 * @param replay header {@code Weir-Replay}: the id of the quarantined message that this one stands
 *     for
 * @param routeId header {@code Weir-Route-Id}
 * @param deliveryId header {@code Weir-Delivery-Id}
 * @param body not to be changed until it is acknowledged
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record OutboundMessage(
    String subject,
    @Nullable String topic,
    @Nullable String token,
    @Nullable String username,
    @Nullable String clientId,
    @Nullable String messageId,
    @Nullable Long originalSize,
    @Nullable Long replay,
    @Nullable Long routeId,
    @Nullable String deliveryId,
    byte[] body) {

  private static final byte[] EMPTY = {};

  /** A device's. */
  public OutboundMessage(
      String subject,
      @Nullable String topic,
      @Nullable String token,
      @Nullable String username,
      @Nullable String clientId,
      @Nullable String messageId,
      @Nullable Long originalSize,
      @Nullable Long replay,
      byte[] body) {
    this(
        subject,
        topic,
        token,
        username,
        clientId,
        messageId,
        originalSize,
        replay,
        null,
        null,
        body);
  }

  /** One that speaks for itself. */
  public OutboundMessage(
      String subject,
      @Nullable String topic,
      @Nullable String token,
      @Nullable String username,
      @Nullable String messageId,
      byte[] body) {
    this(subject, topic, token, username, null, messageId, null, null, body);
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
    return new OutboundMessage(
        subject, null, null, null, null, messageId, null, quarantineId, EMPTY);
  }

  /**
   * A job of a route.
   *
   * @param messageId the delivery's own for the first one, another for each replay
   */
  public static OutboundMessage job(RouteJob job, String messageId) {
    return new OutboundMessage(
        Subjects.routes(job.tenantId()),
        job.topic(),
        null,
        null,
        null,
        messageId,
        null,
        null,
        job.routeId(),
        job.deliveryId(),
        job.payload());
  }

  /** Names no content: it may hold a token. */
  @Override
  public String toString() {
    return "OutboundMessage[" + subject + ", " + body.length + " bytes]";
  }
}

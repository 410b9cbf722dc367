package dev.weir.delivery.mqtt;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import dev.weir.delivery.destination.Outcome;
import dev.weir.delivery.guard.ForbiddenTargetException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;

/** What a broker answers, and what the client throws, in words for people and as outcomes. */
final class BrokerFailures {

  private BrokerFailures() {}

  /**
   * Why there is no connection. What a tenant's broker does not allow stays so until the route is
   * changed; the installation's own is put right while jobs wait.
   */
  static BrokerException connecting(Broker broker, Throwable failure) {
    boolean permanent =
        broker.guarded()
            && (failure instanceof ForbiddenTargetException
                || (failure instanceof Mqtt5ConnAckException refused
                    && isLogin(refused.getMqttMessage().getReasonCode())));
    return new BrokerException(
        "no connection to " + broker + ": " + describe(failure), permanent, failure);
  }

  /** What comes of a message that the broker has not taken. */
  static Outcome publishing(Broker broker, Throwable failure) {
    return switch (failure) {
      case CompletionException wrapper when wrapper.getCause() != null ->
          publishing(broker, wrapper.getCause());
      case Mqtt5PubAckException refused ->
          refused(broker, refused.getMqttMessage().getReasonCode());
      case MqttEncodeException _ ->
          new Outcome.Refused("the message is larger than " + broker + " takes");
      default -> new Outcome.Failed(broker + " did not acknowledge: " + describe(failure), null);
    };
  }

  /** In words for people. What is at the bottom says most, and holds nothing of a message. */
  static String describe(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapper when wrapper.getCause() != null ->
          describe(wrapper.getCause());
      case Mqtt5ConnAckException refused when isLogin(refused.getMqttMessage().getReasonCode()) ->
          "the login is refused (" + refused.getMqttMessage().getReasonCode() + ')';
      case Mqtt5ConnAckException refused ->
          "it is refused (" + refused.getMqttMessage().getReasonCode() + ')';
      case Mqtt5DisconnectException ended ->
          "the broker ended the connection (" + ended.getMqttMessage().getReasonCode() + ')';
      case UnknownHostException _ -> "the host has no address";
      case Throwable wrapper when wrapper.getCause() != null -> describe(wrapper.getCause());
      case ConnectionClosedException _ -> "the connection was closed";
      default -> orName(failure);
    };
  }

  private static Outcome refused(Broker broker, Mqtt5PubAckReasonCode code) {
    String error = broker + " refuses the message (" + code + ')';
    return switch (code) {
      case SUCCESS, NO_MATCHING_SUBSCRIBERS -> new Outcome.Delivered();
      case NOT_AUTHORIZED, TOPIC_NAME_INVALID, PAYLOAD_FORMAT_INVALID -> new Outcome.Refused(error);
      case UNSPECIFIED_ERROR,
          IMPLEMENTATION_SPECIFIC_ERROR,
          PACKET_IDENTIFIER_IN_USE,
          QUOTA_EXCEEDED ->
          new Outcome.Failed(error, null);
    };
  }

  private static boolean isLogin(Mqtt5ConnAckReasonCode code) {
    return switch (code) {
      case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED, BANNED, BAD_AUTHENTICATION_METHOD -> true;
      case SUCCESS,
          UNSPECIFIED_ERROR,
          MALFORMED_PACKET,
          PROTOCOL_ERROR,
          IMPLEMENTATION_SPECIFIC_ERROR,
          UNSUPPORTED_PROTOCOL_VERSION,
          CLIENT_IDENTIFIER_NOT_VALID,
          SERVER_UNAVAILABLE,
          SERVER_BUSY,
          TOPIC_NAME_INVALID,
          PACKET_TOO_LARGE,
          QUOTA_EXCEEDED,
          PAYLOAD_FORMAT_INVALID,
          RETAIN_NOT_SUPPORTED,
          QOS_NOT_SUPPORTED,
          USE_ANOTHER_SERVER,
          SERVER_MOVED,
          CONNECTION_RATE_EXCEEDED ->
          false;
    };
  }

  private static String orName(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}

package dev.weir.gateway.mqtt;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.util.concurrent.CompletionException;

/** The client's exceptions in the words of an operator. */
final class BrokerFailures {

  private BrokerFailures() {}

  static BrokerException of(Throwable failure) {
    return failure instanceof BrokerException known
        ? known
        : new BrokerException(describe(failure), failure);
  }

  static Link.End end(Throwable cause) {
    boolean takenOver =
        cause instanceof Mqtt5DisconnectException disconnect
            && disconnect.getMqttMessage().getReasonCode()
                == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER;
    return new Link.End(describe(cause), takenOver);
  }

  private static String describe(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapper when wrapper.getCause() != null ->
          describe(wrapper.getCause());
      case Mqtt5ConnAckException refused -> refused(refused.getMqttMessage().getReasonCode());
      case Mqtt3ConnAckException refused -> refused(refused.getMqttMessage().getReturnCode());
      case Mqtt5SubAckException refused ->
          "the broker refuses the subscription: " + refused.getMqttMessage().getReasonCodes();
      case Mqtt3SubAckException refused ->
          "the broker refuses the subscription: " + refused.getMqttMessage().getReturnCodes();
      case Mqtt5DisconnectException ended ->
          "the connection was ended: " + ended.getMqttMessage().getReasonCode();
      case ConnectionFailedException failed when failed.getCause() != null ->
          "cannot connect: " + rootMessage(failed.getCause());
      case ConnectionClosedException _ -> "the connection was closed by the other end";
      default -> rootMessage(failure);
    };
  }

  private static String refused(Mqtt5ConnAckReasonCode code) {
    return switch (code) {
      case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED, BAD_AUTHENTICATION_METHOD, BANNED ->
          loginRefused(code.toString());
      case UNSUPPORTED_PROTOCOL_VERSION ->
          "the broker does not speak MQTT 5: set MQTT_VERSION=3.1.1";
      default -> "the broker refuses the connection: " + code;
    };
  }

  private static String refused(Mqtt3ConnAckReturnCode code) {
    return switch (code) {
      case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED -> loginRefused(code.toString());
      default -> "the broker refuses the connection: " + code;
    };
  }

  private static String loginRefused(String code) {
    return "the broker refuses the login ("
        + code
        + "): check MQTT_USERNAME, MQTT_PASSWORD and MQTT_CLIENT_CERT";
  }

  /** What is at the bottom says most, and holds nothing of a message. */
  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}

package dev.weir.delivery.destination;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a route's jobs go. Prints no secret. */
public sealed interface Destination {

  /**
   * A URL.
   *
   * @param url http or https, without credentials
   * @param method {@code POST} if not configured
   * @param secret to sign with; null for no signature
   * @param previousSecret that receivers may still know; null for none
   * @param headers further ones
   * @param timeout of one attempt; null for the installation's
   */
  record Webhook(
      URI url,
      String method,
      @Nullable String secret,
      @Nullable String previousSecret,
      Map<String, String> headers,
      @Nullable Duration timeout)
      implements Destination {

    @Override
    public String toString() {
      return "webhook";
    }
  }

  /**
   * A topic of a broker.
   *
   * @param topic with {@code {tenant_id}}, {@code {device_id}} and {@code {msg_type}}
   * @param brokerUrl {@code mqtt://} or {@code mqtts://}; null for the installation's own
   * @param username null where nobody logs in
   * @param password null likewise
   */
  record MqttRepublish(
      String topic, @Nullable URI brokerUrl, @Nullable String username, @Nullable String password)
      implements Destination {

    @Override
    public String toString() {
      return "mqtt_republish";
    }
  }

  /** The database, where messages are already: there is nothing to deliver. */
  record Stored() implements Destination {}
}

package dev.weir.delivery.destination;

import dev.weir.core.route.InvalidRouteException;
import dev.weir.delivery.destination.Destination.MqttRepublish;
import dev.weir.delivery.destination.Destination.Stored;
import dev.weir.delivery.destination.Destination.Webhook;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes of {@code destination_type} and {@code destination_config} where a route goes. */
public final class DestinationParser {

  public static final int MAX_URL_LENGTH = 2_048;
  public static final int MAX_SECRET_LENGTH = 512;

  /** Before the Base64 of the key itself. */
  public static final String KEY_PREFIX = "whsec_";

  private static final int MAX_TOPIC_LENGTH = 512;
  private static final int MAX_NAME_LENGTH = 128;
  private static final double MAX_TIMEOUT_SECONDS = 300;
  private static final List<String> METHODS = List.of("POST", "PUT", "PATCH");

  private DestinationParser() {}

  /**
   * Reads a destination, strictly: what it does not know is a mistake.
   *
   * @throws InvalidRouteException with all that is wrong with it, and no secret
   */
  public static Destination parse(String type, String config) {
    ConfigReader reader = new ConfigReader(object(config));
    Destination destination =
        switch (type) {
          case "webhook" -> webhook(reader);
          case "mqtt_republish" -> republish(reader);
          case "postgresql" -> new Stored();
          case String other -> {
            reader.fault("destination_type must be webhook, mqtt_republish or postgresql");
            yield new Stored();
          }
        };
    reader.finish();
    return destination;
  }

  private static JsonNode object(String config) {
    try {
      JsonNode read = JsonMapper.shared().readTree(config);
      if (read.isObject()) {
        return read;
      }
    } catch (JacksonException e) {
      // told below: its message may quote a secret
    }
    throw new InvalidRouteException("destination_config must be a JSON object");
  }

  private static Webhook webhook(ConfigReader reader) {
    URI url = reader.url("url", true, MAX_URL_LENGTH, List.of("http", "https"));
    String method = reader.text("method", false, 16);
    if (method != null && !METHODS.contains(method)) {
      reader.fault("method must be POST, PUT or PATCH");
    }
    String secret = secret(reader, "secret");
    String previous = secret(reader, "previous_secret");
    if (previous != null && secret == null) {
      reader.fault("previous_secret must not be without secret");
    }
    Map<String, String> headers = WebhookHeaders.read(reader);
    Double timeout = reader.number("timeout_seconds", 1, MAX_TIMEOUT_SECONDS);
    return new Webhook(
        url, method == null ? "POST" : method, secret, previous, headers, duration(timeout));
  }

  private static MqttRepublish republish(ConfigReader reader) {
    String topic = reader.text("topic", true, MAX_TOPIC_LENGTH);
    URI broker =
        reader.has("broker_url")
            ? reader.url("broker_url", true, MAX_URL_LENGTH, List.of("mqtt", "mqtts"))
            : null;
    String username = reader.text("username", false, MAX_NAME_LENGTH);
    String password = reader.text("password", false, MAX_SECRET_LENGTH);
    if (password != null && username == null) {
      reader.fault("password must not be without username");
    }
    if (username != null && !reader.has("broker_url")) {
      reader.fault("username must not be without broker_url");
    }
    return new MqttRepublish(topic == null ? "" : topic, broker, username, password);
  }

  private static @Nullable String secret(ConfigReader reader, String name) {
    String secret = reader.text(name, false, MAX_SECRET_LENGTH);
    if (secret != null && secret.startsWith(KEY_PREFIX) && !isKey(secret)) {
      reader.fault(name + " must have Base64 after " + KEY_PREFIX);
    }
    return secret;
  }

  private static boolean isKey(String secret) {
    try {
      return Base64.getDecoder().decode(secret.substring(KEY_PREFIX.length())).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static @Nullable Duration duration(@Nullable Double seconds) {
    return seconds == null ? null : Duration.ofMillis(Math.round(seconds * 1_000));
  }
}

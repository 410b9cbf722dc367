package dev.weir.app.command;

import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A destination as options say it, over what there was. */
final class DestinationDraft {

  private static final int SECRET_BYTES = 32;

  private final ObjectNode config;
  private String type;
  private @Nullable String madeSecret;

  private DestinationDraft(String type, ObjectNode config) {
    this.type = type;
    this.config = config;
  }

  /** Of a new route: nothing yet. */
  static DestinationDraft empty() {
    return new DestinationDraft("", JsonMapper.shared().createObjectNode());
  }

  /** Of a route that is there; a configuration that is no object counts as none. */
  static DestinationDraft of(String type, String config) {
    JsonNode read = JsonMapper.shared().readTree(config);
    return new DestinationDraft(
        type, read instanceof ObjectNode object ? object : JsonMapper.shared().createObjectNode());
  }

  /**
   * Applies what was said.
   *
   * @throws CommandException it contradicts itself, or a file cannot be read
   */
  DestinationDraft apply(RouteOptions options) {
    String said = saidType(options);
    if (said != null && !said.equals(type)) {
      type = said;
      config.removeAll();
    }
    if (options.config != null) {
      replace(options.config);
    }
    webhook(options.webhook);
    republish(options.mqtt);
    return this;
  }

  String type() {
    return type;
  }

  /** JSON; holds secrets. */
  String config() {
    return config.toString();
  }

  /** The secret that was made here, which nobody knows yet; null where none was. */
  @Nullable String madeSecret() {
    return madeSecret;
  }

  private static @Nullable String saidType(RouteOptions options) {
    int said = 0;
    String type = null;
    if (options.webhook.url != null) {
      said++;
      type = "webhook";
    }
    if (options.mqtt.topic != null) {
      said++;
      type = "mqtt_republish";
    }
    if (options.postgresql) {
      said++;
      type = "postgresql";
    }
    if (options.type != null) {
      said++;
      type = options.type;
    }
    if (said > 1) {
      throw CommandException.usage("give one of --webhook, --mqtt, --postgresql and --type");
    }
    return type;
  }

  private void replace(String given) {
    try {
      JsonNode read = JsonMapper.shared().readTree(GivenText.read("--config", given));
      if (!(read instanceof ObjectNode object)) {
        throw CommandException.usage("--config must be a JSON object");
      }
      config.removeAll();
      config.setAll(object);
    } catch (JacksonException e) {
      throw CommandException.usage("--config is no JSON");
    }
  }

  private void webhook(RouteOptions.WebhookOptions options) {
    put("url", options.url);
    put("method", options.method);
    if (options.newSecret && options.secretFile != null) {
      throw CommandException.usage("give --new-secret or --secret-file");
    }
    if (options.newSecret) {
      madeSecret = randomSecret();
      rotate(madeSecret);
    } else if (options.secretFile != null) {
      rotate(GivenText.readFile("--secret-file", options.secretFile));
    }
    if (options.noPreviousSecret) {
      config.remove("previous_secret");
    }
    if (!options.headers.isEmpty()) {
      ObjectNode headers = config.putObject("headers");
      options.headers.forEach(header -> header(headers, header));
    }
    if (options.timeoutSeconds != null) {
      config.put("timeout_seconds", options.timeoutSeconds);
    }
  }

  private void republish(RouteOptions.RepublishOptions options) {
    put("topic", options.topic);
    put("broker_url", options.broker);
    put("username", options.username);
    if (options.passwordFile != null) {
      put("password", GivenText.readFile("--password-file", options.passwordFile));
    }
  }

  /** Receivers that do not know the new one yet still know the one before. */
  private void rotate(String secret) {
    JsonNode former = config.get("secret");
    if (former != null && former.isString()) {
      config.set("previous_secret", former);
    }
    config.put("secret", secret);
  }

  private void put(String name, @Nullable String value) {
    if (value != null) {
      config.put(name, value);
    }
  }

  private static void header(ObjectNode headers, String header) {
    int colon = header.indexOf(':');
    if (colon < 1) {
      throw CommandException.usage("--header must be 'NAME: VALUE'");
    }
    headers.put(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
  }

  private static String randomSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }
}

package dev.weir.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.core.route.InvalidRouteException;
import dev.weir.delivery.destination.Destination;
import dev.weir.delivery.destination.Destination.MqttRepublish;
import dev.weir.delivery.destination.Destination.Webhook;
import dev.weir.delivery.destination.DestinationParser;
import dev.weir.delivery.signature.WebhookSignature;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The type of a destination, then, on further lines, its configuration. */
public final class DestinationConfigFuzz {

  /** Stands for a secret where a configuration holds it as one. */
  private static final String SECRET = "hunter2";

  private static final Pattern AS_SECRET =
      Pattern.compile("\"(secret|previous_secret|password)\" *: *\"(whsec_)?hunter2\"");

  private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7E]+");
  private static final Set<String> WEB = Set.of("http", "https");
  private static final Set<String> BROKERS = Set.of("mqtt", "mqtts");

  private DestinationConfigFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String[] parts = new String(bytes, UTF_8).split("\n", 2);
    String config = parts.length > 1 ? parts[1] : "";
    boolean planted = !AS_SECRET.matcher(config).replaceAll("").contains(SECRET);
    try {
      Destination destination = DestinationParser.parse(parts[0], config);
      Fault.unless(!planted || !destination.toString().contains(SECRET), "prints no secret");
      switch (destination) {
        case Webhook webhook -> webhook(webhook);
        case MqttRepublish republish -> republish(republish);
        case Destination.Stored _ -> {}
      }
    } catch (InvalidRouteException e) {
      String message = String.valueOf(e.getMessage());
      Fault.unless(!planted || !message.contains(SECRET), "a refusal quotes no secret");
      Fault.unless(VISIBLE.matcher(message).matches(), "a refusal is one line: " + message);
    }
  }

  private static void webhook(Webhook webhook) {
    url(webhook.url(), WEB);
    webhook
        .headers()
        .forEach((name, value) -> {
          Fault.unless(VISIBLE.matcher(value).matches(), "a header's value ends no line");
          Fault.unless(!name.isEmpty() && name.matches("[^\\s:,;()]+"), "a header's name is one");
          Fault.unless(
              !name.toLowerCase(Locale.ROOT).matches("host|content-.*|transfer-.*|webhook-.*"),
              "no header of ours");
        });
    String secret = webhook.secret();
    if (secret != null) {
      String signed =
          WebhookSignature.standard("id", 1, new byte[0], secret, webhook.previousSecret());
      Fault.unless(signed.startsWith("v1,"), "whatever is a secret signs");
    }
    Duration timeout = webhook.timeout();
    Fault.unless(
        timeout == null || (timeout.toMillis() >= 1_000 && timeout.toMillis() <= 300_000),
        "a timeout is bounded");
  }

  private static void republish(MqttRepublish republish) {
    Fault.unless(!republish.topic().isEmpty(), "there is a topic");
    URI broker = republish.brokerUrl();
    if (broker != null) {
      url(broker, BROKERS);
    }
    Fault.unless(republish.password() == null || republish.username() != null, "whose password?");
  }

  private static void url(URI url, Set<String> schemes) {
    Fault.unless(schemes.contains(url.getScheme().toLowerCase(Locale.ROOT)), "a known scheme");
    Fault.unless(!url.getHost().isEmpty() && url.getPort() <= 65_535, "a host and a port");
    Fault.unless(url.getRawUserInfo() == null && url.getRawFragment() == null, "no more than that");
    Fault.unless(VISIBLE.matcher(url.toString()).matches(), "a URL ends no line");
  }
}

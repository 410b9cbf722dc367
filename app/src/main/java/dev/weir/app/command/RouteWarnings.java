package dev.weir.app.command;

import dev.weir.app.config.Configuration;
import dev.weir.core.delivery.RouteDefinition;
import dev.weir.delivery.destination.Destination;
import dev.weir.delivery.guard.AddressRules;
import dev.weir.delivery.mqtt.TopicTemplate;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/** What is allowed, and hardly meant. */
final class RouteWarnings {

  private RouteWarnings() {}

  /** Of a route that was checked. */
  static List<String> of(RouteDefinition route, Configuration configuration) {
    return switch (RouteCheck.destination(route)) {
      case Destination.Webhook webhook -> target(webhook.url(), configuration);
      case Destination.MqttRepublish republish -> {
        URI broker = republish.brokerUrl();
        yield broker == null ? back(republish, configuration) : target(broker, configuration);
      }
      case Destination.Stored _ -> List.of();
    };
  }

  private static List<String> back(Destination.MqttRepublish republish, Configuration of) {
    return TopicTemplate.parse(republish.topic()).comesBack(of.mqtt().bridge().topicFilters())
        ? List.of(
            "the bridge reads this topic (MQTT_TOPIC_FILTER): what the route publishes comes back,"
                + " and is refused as BAD_TOPIC_FORMAT")
        : List.of();
  }

  /** Names are looked up when there is something to deliver. Whoever delivers may allow more. */
  private static List<String> target(URI url, Configuration configuration) {
    AddressRules rules = new AddressRules(configuration.delivery().allowedNetworks());
    try {
      InetAddress address = InetAddress.ofLiteral(url.getHost());
      return rules.allow(address)
          ? List.of()
          : List.of(
              "the target's address "
                  + address.getHostAddress()
                  + " is not public: unless WEBHOOK_ALLOWED_NETWORKS allows it where routes are"
                  + " delivered, all becomes dead letters");
    } catch (IllegalArgumentException e) {
      return List.of(); // a name
    }
  }
}

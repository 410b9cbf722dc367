package dev.weir.app.command;

import dev.weir.core.delivery.RouteDefinition;
import dev.weir.core.route.InvalidRouteException;
import dev.weir.core.route.PayloadFilter;
import dev.weir.core.route.TopicFilter;
import dev.weir.delivery.destination.Destination;
import dev.weir.delivery.destination.DestinationParser;
import dev.weir.delivery.mqtt.TopicTemplate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a route is as it must be, before anybody relies on it. */
final class RouteCheck {

  private static final int MAX_NAME_LENGTH = 128;

  private RouteCheck() {}

  /**
   * Passes a route on.
   *
   * @param identityTopicPrefix of this installation's broker; null where none is trusted
   * @throws CommandException with all that is wrong with it
   */
  static RouteDefinition checked(RouteDefinition route, @Nullable String identityTopicPrefix) {
    List<String> faults = new ArrayList<>();
    if (!Identifiers.isText(route.name(), MAX_NAME_LENGTH)) {
      faults.add("name must be 1 to " + MAX_NAME_LENGTH + " characters, no control characters");
    }
    add(faults, () -> TopicFilter.parse(route.topicFilter()));
    String payloadFilter = route.payloadFilter();
    if (payloadFilter != null) {
      add(faults, () -> PayloadFilter.parse(payloadFilter));
    }
    if (route.destinationType().isEmpty()) {
      faults.add("a destination is missing: give --webhook, --mqtt, --postgresql or --type");
    } else {
      add(faults, () -> checkDestination(route, identityTopicPrefix));
    }
    if (!faults.isEmpty()) {
      throw CommandException.usage(String.join("\n", faults));
    }
    return route;
  }

  /** Where it goes. */
  static Destination destination(RouteDefinition route) {
    return DestinationParser.parse(route.destinationType(), route.destinationConfig());
  }

  private static void checkDestination(RouteDefinition route, @Nullable String prefix) {
    if (destination(route) instanceof Destination.MqttRepublish republish) {
      TopicTemplate template = TopicTemplate.parse(republish.topic());
      if (republish.brokerUrl() == null) {
        template.requireNotBehind(prefix);
      }
    }
  }

  private static void add(List<String> faults, Runnable check) {
    try {
      check.run();
    } catch (InvalidRouteException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
  }
}

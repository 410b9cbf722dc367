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

/** Whether a route is as it must be, before anybody relies on it. */
final class RouteCheck {

  private static final int MAX_NAME_LENGTH = 128;

  private RouteCheck() {}

  /**
   * Passes a route on.
   *
   * @throws CommandException with all that is wrong with it
   */
  static RouteDefinition checked(RouteDefinition route) {
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
      add(faults, () -> destination(route));
    }
    if (!faults.isEmpty()) {
      throw CommandException.usage(String.join("\n", faults));
    }
    return route;
  }

  /** Where it goes. */
  static Destination destination(RouteDefinition route) {
    Destination destination =
        DestinationParser.parse(route.destinationType(), route.destinationConfig());
    if (destination instanceof Destination.MqttRepublish republish) {
      var _ = TopicTemplate.parse(republish.topic());
    }
    return destination;
  }

  private static void add(List<String> faults, Runnable check) {
    try {
      check.run();
    } catch (InvalidRouteException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
  }
}

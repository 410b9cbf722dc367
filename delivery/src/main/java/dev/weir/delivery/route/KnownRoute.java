package dev.weir.delivery.route;

import dev.weir.core.delivery.RouteDefinition;
import dev.weir.core.route.InvalidRouteException;
import dev.weir.core.route.Route;
import dev.weir.delivery.destination.Destination;
import java.util.function.Function;

/** What is known of a route. */
public sealed interface KnownRoute {

  /** There is none of this id any more. */
  record Gone() implements KnownRoute {}

  /** It is there, and nobody can tell what it means. */
  record Unreadable(RouteDefinition definition, String fault) implements KnownRoute {}

  /** It is there and understood. */
  record Understood(RouteDefinition definition, Route route, Destination destination)
      implements KnownRoute {}

  /**
   * Understands a definition.
   *
   * @param destinations read what a route says of its destination, or throw {@link
   *     InvalidRouteException}
   */
  static KnownRoute of(
      RouteDefinition definition, Function<RouteDefinition, Destination> destinations) {
    try {
      return new Understood(definition, definition.toRoute(), destinations.apply(definition));
    } catch (InvalidRouteException e) {
      return new Unreadable(definition, String.valueOf(e.getMessage()));
    }
  }
}

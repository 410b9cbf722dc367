package dev.weir.core.delivery;

import dev.weir.core.route.InvalidRouteException;
import dev.weir.core.route.PayloadFilter;
import dev.weir.core.route.Route;
import dev.weir.core.route.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code message_routes}, nothing of it understood yet.
 *
 * @param destinationConfig JSON; holds secrets
 * @param payloadFilter JSON; null for none
 */
public record RouteDefinition(
    long id,
    String tenantId,
    String name,
    String topicFilter,
    String destinationType,
    String destinationConfig,
    @Nullable String payloadFilter,
    boolean enabled) {

  /**
   * What messages it means.
   *
   * @throws InvalidRouteException one of its filters is none
   */
  public Route toRoute() {
    return new Route(
        id,
        tenantId,
        TopicFilter.parse(topicFilter),
        payloadFilter == null ? null : PayloadFilter.parse(payloadFilter));
  }

  /** Holds no secret. */
  @Override
  public String toString() {
    return "RouteDefinition[" + id + " of " + tenantId + ", " + destinationType + ']';
  }
}

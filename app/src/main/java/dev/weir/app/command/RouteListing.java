package dev.weir.app.command;

import dev.weir.core.delivery.RouteDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.databind.util.RawValue;

/** Routes as commands print them: no secret among it. */
final class RouteListing {

  private static final List<String> SECRETS = List.of("secret", "previous_secret", "password");
  private static final String MASK = "***";

  private RouteListing() {}

  /** In JSON the filters and the destination are objects. */
  static Listing of(List<RouteDefinition> routes, boolean json) {
    Listing listing =
        new Listing(
            "id",
            "tenant_id",
            "name",
            "is_enabled",
            "topic_filter",
            "payload_filter",
            "destination_type",
            "destination_config");
    for (RouteDefinition route : routes) {
      listing.row(
          route.id(),
          route.tenantId(),
          QuarantineListing.printable(route.name()),
          route.enabled(),
          QuarantineListing.printable(route.topicFilter()),
          value(route.payloadFilter(), json),
          route.destinationType(),
          value(masked(route.destinationConfig()), json));
    }
    return listing;
  }

  /** What may be shown of a destination: what a header holds may be a secret too. */
  static String masked(String config) {
    JsonNode read = JsonMapper.shared().readTree(config);
    if (!(read instanceof ObjectNode object)) {
      return "{}";
    }
    for (String url : List.of("url", "broker_url")) {
      if (object.get(url) instanceof StringNode text) {
        object.put(url, text.stringValue().replaceFirst("//[^/?#]*@", "//" + MASK + "@"));
      }
    }
    SECRETS.stream().filter(object::has).forEach(secret -> object.put(secret, MASK));
    if (object.get("headers") instanceof ObjectNode headers) {
      List.copyOf(headers.propertyNames()).forEach(name -> headers.put(name, MASK));
    }
    return object.toString();
  }

  private static @Nullable Object value(@Nullable String text, boolean json) {
    return json && text != null ? new RawValue(text) : QuarantineListing.printable(text);
  }
}

package dev.weir.core.route;

import dev.weir.core.message.Slice;
import dev.weir.core.message.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's routes, ready to be asked: topic filters in a tree of their levels, which a topic
 * walks once; a payload is read once for all filters, and only where a route's topic matched that
 * has one.
 */
public final class TenantRoutes {

  /** Of a tenant without routes. */
  public static final TenantRoutes NONE = new TenantRoutes(List.of());

  private static final int LEVELS = 5;

  /** A level; the routes that end here, and those that take all that follows. */
  private static final class Node {
    private final Map<String, Node> literal = new HashMap<>();
    private @Nullable Node any;
    private final List<Route> ends = new ArrayList<>();
    private final List<Route> rest = new ArrayList<>();

    private Node child(String level) {
      if (!level.equals("+")) {
        return literal.computeIfAbsent(level, l -> new Node());
      }
      Node child = any == null ? new Node() : any;
      any = child;
      return child;
    }
  }

  private final Node root = new Node();
  private final Set<String> names = new HashSet<>();
  private final boolean empty;

  public TenantRoutes(List<Route> routes) {
    empty = routes.isEmpty();
    for (Route route : routes) {
      add(route);
      PayloadFilter filter = route.payloadFilter();
      if (filter != null) {
        names.addAll(filter.names());
      }
    }
  }

  public boolean isEmpty() {
    return empty;
  }

  /** The routes that mean a message, in no order. */
  public List<Route> matching(Topic topic, Slice payload) {
    if (empty) {
      return List.of();
    }
    List<Route> found = new ArrayList<>();
    collect(root, topic, 0, found);
    if (found.stream().anyMatch(route -> route.payloadFilter() != null)) {
      Map<String, FieldValue> fields = PayloadFields.read(payload, names);
      found.removeIf(
          route -> route.payloadFilter() != null && !route.payloadFilter().matches(fields));
    }
    return found.isEmpty() ? List.of() : found;
  }

  private void add(Route route) {
    Node node = root;
    for (String level : route.topicFilter().text().split("/", -1)) {
      if (level.equals("#")) {
        node.rest.add(route);
        return;
      }
      node = node.child(level);
    }
    node.ends.add(route);
  }

  private static void collect(Node node, Topic topic, int depth, List<Route> found) {
    found.addAll(node.rest);
    if (depth == LEVELS) {
      found.addAll(node.ends);
      return;
    }
    Node literal = node.literal.get(level(topic, depth));
    if (literal != null) {
      collect(literal, topic, depth + 1, found);
    }
    if (node.any != null) {
      collect(node.any, topic, depth + 1, found);
    }
  }

  private static String level(Topic topic, int depth) {
    return switch (depth) {
      case 0 -> "tenant";
      case 1 -> topic.tenantId();
      case 2 -> "device";
      case 3 -> topic.deviceId();
      default -> topic.msgType();
    };
  }
}

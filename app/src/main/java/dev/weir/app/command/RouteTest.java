package dev.weir.app.command;

import dev.weir.app.config.ConfigurationException;
import dev.weir.app.serve.Deliverers;
import dev.weir.core.delivery.RouteDefinition;
import dev.weir.core.message.Slice;
import dev.weir.core.message.Topic;
import dev.weir.core.route.PayloadFilter;
import dev.weir.core.route.PayloadWithoutToken;
import dev.weir.core.route.RouteJob;
import dev.weir.core.route.TopicFilter;
import dev.weir.delivery.destination.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Holds a message against a route, and delivers it once if asked to. */
final class RouteTest {

  private final Console console;
  private final RouteDefinition route;

  RouteTest(Console console, RouteDefinition route) {
    this.console = console;
    this.route = route;
  }

  /** Returns what to exit with. */
  int run(String topic, String payload, boolean send, boolean json)
      throws ConfigurationException, InterruptedException {
    Topic parsed = Topic.parse(topic);
    if (parsed == null) {
      throw CommandException.usage(
          "--topic must be tenant/{tenant_id}/device/{device_id}/{msg_type}");
    }
    byte[] body = GivenText.read("--payload", payload).getBytes(StandardCharsets.UTF_8);
    String obstacle = obstacle(parsed, Slice.of(body));
    Listing result =
        new Listing("route_id", "matches", "reason").row(route.id(), obstacle == null, obstacle);
    if (!send) {
      result.printSingle(console.out(), json);
      return obstacle == null ? ExitCode.OK : ExitCode.FAILED;
    }
    return send(result, parsed, body, json);
  }

  private int send(Listing result, Topic topic, byte[] body, boolean json)
      throws ConfigurationException, InterruptedException {
    RouteJob job =
        new RouteJob(
            route.id(),
            route.tenantId(),
            "test-" + UUID.randomUUID(),
            topic.toString(),
            new PayloadWithoutToken().of(Slice.of(body)).copy());
    long start = System.nanoTime();
    Outcome outcome;
    try (Deliverers deliverers = new Deliverers(console.configuration())) {
      outcome = deliverers.deliver(job, RouteCheck.destination(route));
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    boolean delivered = outcome instanceof Outcome.Delivered;
    result
        .with("delivered", delivered)
        .with("delivery_id", job.deliveryId())
        .with("error", error(outcome))
        .with("millis", millis)
        .printSingle(console.out(), json);
    return delivered ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Why the route does not mean the message; null where it does. */
  private @Nullable String obstacle(Topic topic, Slice payload) {
    if (!topic.tenantId().equals(route.tenantId())) {
      return "the topic is of another tenant than the route, " + route.tenantId();
    }
    if (!TopicFilter.parse(route.topicFilter()).matches(topic.toString())) {
      return "topic_filter " + route.topicFilter() + " does not match the topic";
    }
    String filter = route.payloadFilter();
    if (filter != null && !PayloadFilter.parse(filter).matches(payload)) {
      return "payload_filter does not hold";
    }
    return route.enabled() ? null : "the route is disabled";
  }

  private static @Nullable String error(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> null;
      case Outcome.Failed(var error, _) -> error;
      case Outcome.Refused(var error) -> error;
    };
  }
}

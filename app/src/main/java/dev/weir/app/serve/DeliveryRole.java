package dev.weir.app.serve;

import dev.weir.app.config.Configuration;
import dev.weir.app.http.HealthSource;
import dev.weir.app.http.ReadinessCheck;
import dev.weir.app.metrics.DeliveryMeters;
import dev.weir.core.delivery.JobQueue;
import dev.weir.delivery.destination.DestinationParser;
import dev.weir.delivery.dispatch.DeliveryEngine;
import dev.weir.delivery.route.RouteCatalog;
import dev.weir.jetstream.RoutesQueue;
import dev.weir.timescale.deadletter.PostgresDeadLetterStore;
import dev.weir.timescale.route.PostgresRouteDirectory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Delivery of route jobs with its adapters. */
final class DeliveryRole implements Role {

  private static final Duration BACKLOG_EVERY = Duration.ofSeconds(5);

  private final DeliveryMeters meters;
  private final RoutesQueue queue;
  private final Deliverers deliverers;
  private final DeliveryEngine engine;
  private final Recurring backlog;
  private volatile boolean begun;

  /** Makes the role; nothing is fetched before it begins. */
  DeliveryRole(Foundation foundation) {
    Configuration configuration = foundation.configuration();
    meters = new DeliveryMeters(foundation.metrics(), Clock.systemUTC());
    queue = new RoutesQueue(foundation.nats());
    deliverers = new Deliverers(configuration);
    RouteCatalog catalog =
        new RouteCatalog(
            new PostgresRouteDirectory(foundation.database()),
            route -> DestinationParser.parse(route.destinationType(), route.destinationConfig()));
    foundation.onChange(catalog);
    engine =
        new DeliveryEngine(
            configuration.delivery().toConfig(RoutesQueue.patience()),
            queue,
            catalog,
            deliverers,
            new PostgresDeadLetterStore(
                foundation.database(), configuration.storage().deadLettersPerTenant()),
            meters);
    meters.register(engine::standing);
    backlog = new Recurring("looking at the backlog of ROUTES", BACKLOG_EVERY, this::measure);
  }

  @Override
  public List<ReadinessCheck> checks() {
    return List.of(ReadinessCheck.of("delivery", this::problem));
  }

  @Override
  public HealthSource health() {
    return meters.health();
  }

  @Override
  public void begin() {
    engine.start();
    backlog.start();
    begun = true;
  }

  @Override
  public void stop(Duration timeout) throws InterruptedException {
    backlog.close();
    if (begun) {
      engine.stop(timeout);
    }
    queue.close();
    deliverers.close();
  }

  private @Nullable String problem() {
    return begun ? engine.problem() : "not begun yet";
  }

  private void measure() {
    JobQueue.Backlog now = queue.backlog();
    meters.backlog(now.jobs(), now.oldestAge());
  }
}

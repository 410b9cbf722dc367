package dev.weir.delivery.dispatch;

import dev.weir.core.delivery.DeadLetterStore;
import dev.weir.core.delivery.RouteDefinition;
import dev.weir.core.route.InvalidRouteException;
import dev.weir.core.route.RouteJob;
import dev.weir.core.store.StoreException;
import dev.weir.delivery.destination.Destination;
import dev.weir.delivery.destination.Outcome;
import dev.weir.delivery.route.RouteCatalog;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** An engine between a queue, a directory, a courier and a store that do as the test says. */
final class Stage implements AutoCloseable {

  static final DispatchConfig CONFIG =
      new DispatchConfig(
          8,
          4,
          0,
          3,
          Duration.ofMillis(5),
          Duration.ofDays(1),
          160,
          1_000_000,
          Duration.ofSeconds(3));

  /** What the destinations of a route answer. */
  interface Answer {
    Outcome to(RouteJob job) throws InterruptedException;
  }

  static final Outcome DELIVERED = new Outcome.Delivered();
  static final Outcome FAILED = new Outcome.Failed("no luck", null);
  static final Outcome REFUSED = new Outcome.Refused("never");

  final FakeQueue queue = new FakeQueue();
  final Map<Long, RouteDefinition> routes = new ConcurrentHashMap<>();
  final Map<Long, Answer> answers = new ConcurrentHashMap<>();
  final List<String> attempts = new CopyOnWriteArrayList<>();
  final List<DeadLetterStore.DeadLetter> letters = new CopyOnWriteArrayList<>();
  final Map<Result, LongAdder> results = new EnumMap<>(Result.class);
  final RouteCatalog catalog = new RouteCatalog(this::find, Stage::destination);
  volatile boolean databaseAway;
  private final DeliveryEngine engine;

  Stage() {
    this(CONFIG);
  }

  Stage(DispatchConfig config) {
    for (Result result : Result.values()) {
      results.put(result, new LongAdder());
    }
    engine = new DeliveryEngine(config, queue, catalog, this::deliver, this::add, new Observer());
    engine.start();
  }

  /** A route of a tenant that answers so. */
  Stage route(String tenant, long id, Answer answer) {
    answers.put(id, answer);
    return route(new RouteDefinition(id, tenant, "r", "#", "webhook", "{}", null, true));
  }

  Stage route(RouteDefinition definition) {
    routes.put(definition.id(), definition);
    return this;
  }

  DeliveryEngine engine() {
    return engine;
  }

  long results(Result result) {
    return Objects.requireNonNull(results.get(result)).sum();
  }

  long attempts(String deliveryId) {
    return attempts.stream().filter(deliveryId::equals).count();
  }

  private Map<Long, RouteDefinition> find(Collection<Long> ids) {
    failIfAway();
    return ids.stream()
        .filter(routes::containsKey)
        .collect(Collectors.toMap(id -> id, routes::get));
  }

  private void add(Collection<DeadLetterStore.DeadLetter> added) {
    failIfAway();
    letters.addAll(added);
  }

  private void failIfAway() {
    if (databaseAway) {
      throw new StoreException(StoreException.Kind.TRANSIENT, null, "the database is away", null);
    }
  }

  private static Destination destination(RouteDefinition route) {
    return switch (route.destinationConfig()) {
      case "bad" -> throw new InvalidRouteException("url: is none");
      case "stored" -> new Destination.Stored();
      default ->
          new Destination.Webhook(
              URI.create("http://a.example/"), "POST", null, null, Map.of(), null);
    };
  }

  private Outcome deliver(RouteJob job, Destination destination) throws InterruptedException {
    attempts.add(job.deliveryId());
    return Objects.requireNonNull(answers.get(job.routeId())).to(job);
  }

  private final class Observer implements DispatchObserver {
    @Override
    public void result(String type, Result result) {
      Objects.requireNonNull(results.get(result)).increment();
    }

    @Override
    public void attempted(String type, long nanos) {}

    @Override
    public void buried(int count) {}
  }

  @Override
  public void close() {
    try {
      engine.stop(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

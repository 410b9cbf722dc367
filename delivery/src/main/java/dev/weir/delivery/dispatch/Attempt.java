package dev.weir.delivery.dispatch;

import dev.weir.core.delivery.RouteDefinition;
import dev.weir.core.message.Slice;
import dev.weir.core.message.Topic;
import dev.weir.core.route.RouteJob;
import dev.weir.core.store.StoreException;
import dev.weir.delivery.destination.Destination;
import dev.weir.delivery.destination.Outcome;
import dev.weir.delivery.route.KnownRoute;
import dev.weir.delivery.route.RouteCatalog;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One turn of a job: is it still wanted, may its destination be asked, and what does it say? */
final class Attempt {

  static final String UNKNOWN_TYPE = "unknown";

  private static final Duration DATABASE_AWAY = Duration.ofSeconds(2);

  /** What is to become of the job. */
  sealed interface Verdict {
    record Delivered() implements Verdict {}

    record Dropped(String reason) implements Verdict {}

    /** Null: what was tried of the job says why. */
    record GivenUp(Result result, @Nullable String error) implements Verdict {}

    record Retry(Duration delay) implements Verdict {}

    record Postponed(Duration delay) implements Verdict {}
  }

  private final DispatchConfig config;
  private final RouteCatalog catalog;
  private final Courier courier;
  private final DispatchObserver observer;
  private final DispatchLog log;

  Attempt(
      DispatchConfig config,
      RouteCatalog catalog,
      Courier courier,
      DispatchObserver observer,
      DispatchLog log) {
    this.config = config;
    this.catalog = catalog;
    this.courier = courier;
    this.observer = observer;
    this.log = log;
  }

  /** Makes one, in the thread of the caller. */
  Verdict make(HeldJob held) throws InterruptedException {
    if (held.tried().isFinal()) {
      return new Verdict.GivenUp(Result.EXHAUSTED, null);
    }
    RouteJob job = held.job();
    try {
      return switch (catalog.find(job.routeId())) {
        case KnownRoute.Gone _ -> new Verdict.Dropped("its route is no more");
        case KnownRoute.Unreadable it ->
            isOf(job, it.definition())
                ? new Verdict.GivenUp(
                    Result.REFUSED, "the route cannot be understood: " + it.fault())
                : new Verdict.Dropped("its route is another tenant's");
        case KnownRoute.Understood it -> make(held, it);
      };
    } catch (StoreException e) {
      return new Verdict.Postponed(Waits.ofPostponed(DATABASE_AWAY));
    }
  }

  private static String knownType(String type) {
    return switch (type) {
      case "webhook", "mqtt_republish", "postgresql" -> type;
      default -> UNKNOWN_TYPE;
    };
  }

  private Verdict make(HeldJob held, KnownRoute.Understood route) throws InterruptedException {
    held.type(knownType(route.definition().destinationType()));
    String unwanted = unwanted(held.job(), route);
    if (unwanted != null) {
      return new Verdict.Dropped(unwanted);
    }
    Duration age = held.age();
    if (age.compareTo(config.maxAge()) > 0) {
      String last = held.tried().error();
      return new Verdict.GivenUp(
          Result.EXHAUSTED,
          "not delivered within "
              + config.maxAge().toSeconds()
              + " s"
              + (last == null ? "" : ", the last attempt: " + last));
    }
    RouteBreaker breaker = held.route().breaker(route.definition());
    if (!breaker.tryAcquire()) {
      return new Verdict.Postponed(Waits.ofPostponed(breaker.openFor()));
    }
    return ask(held, route.destination(), breaker);
  }

  private static boolean isOf(RouteJob job, RouteDefinition definition) {
    return definition.tenantId().equals(job.tenantId());
  }

  /** Why the route, as it is now, does not want the job; null where it does. */
  private static @Nullable String unwanted(RouteJob job, KnownRoute.Understood route) {
    if (!isOf(job, route.definition())) {
      return "its route is another tenant's";
    }
    if (!route.definition().enabled()) {
      return "its route is disabled";
    }
    if (route.destination() instanceof Destination.Stored) {
      return "its route stores only";
    }
    Topic topic = Topic.parse(job.topic());
    return topic != null && route.route().matches(topic, Slice.of(job.payload()))
        ? null
        : "its route's filters mean it no more";
  }

  private Verdict ask(HeldJob held, Destination destination, RouteBreaker breaker)
      throws InterruptedException {
    long start = System.nanoTime();
    Outcome outcome;
    try {
      outcome = courier.deliver(held.job(), destination);
    } catch (InterruptedException e) {
      breaker.release();
      throw e;
    } catch (RuntimeException e) {
      log.fault(held.job(), e);
      outcome = new Outcome.Failed("a fault of ours: " + e.getClass().getSimpleName(), null);
    }
    long nanos = System.nanoTime() - start;
    observer.attempted(held.type(), nanos);
    return switch (outcome) {
      case Outcome.Delivered _ -> {
        breaker.succeeded(nanos);
        yield new Verdict.Delivered();
      }
      case Outcome.Refused refused -> {
        breaker.succeeded(nanos);
        held.tried(held.tried().failed(refused.error()));
        yield new Verdict.GivenUp(Result.REFUSED, refused.error());
      }
      case Outcome.Failed failed -> {
        fail(held, breaker, failed, nanos);
        yield again(held, failed);
      }
    };
  }

  private void fail(HeldJob held, RouteBreaker breaker, Outcome.Failed failed, long nanos) {
    BreakerState before = breaker.state();
    breaker.failed(nanos);
    if (before == BreakerState.CLOSED && breaker.state() == BreakerState.OPEN) {
      log.opened(held.job(), failed.error());
    }
    held.tried(held.tried().failed(failed.error()));
  }

  private Verdict again(HeldJob held, Outcome.Failed failed) {
    int attempts = held.tried().attempts();
    return attempts >= config.maxAttempts()
        ? new Verdict.GivenUp(Result.EXHAUSTED, failed.error())
        : new Verdict.Retry(Waits.beforeRetry(attempts, config.backoff(), failed.retryAfter()));
  }
}

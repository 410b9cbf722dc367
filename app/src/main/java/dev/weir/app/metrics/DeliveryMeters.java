package dev.weir.app.metrics;

import dev.weir.app.http.HealthSource;
import dev.weir.delivery.dispatch.BreakerState;
import dev.weir.delivery.dispatch.DispatchObserver;
import dev.weir.delivery.dispatch.HeldJobs.Standing;
import dev.weir.delivery.dispatch.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What delivery tells of its work, as meters and as the totals of {@code /health}. */
public final class DeliveryMeters implements DispatchObserver {

  private record Ended(String type, Result result) {}

  private final MeterRegistry registry;
  private final Clock clock;
  private final Map<Ended, Counter> results = new ConcurrentHashMap<>();
  private final Map<Result, LongAdder> totals = new EnumMap<>(Result.class);
  private final LatencyHistogram attempts;
  private final Counter letters;
  private volatile long deliveredAt;
  private volatile long backlogJobs;
  private volatile Duration oldestAge = Duration.ZERO;

  /** Registers its meters but those of {@link #register}; those of results follow as they come. */
  public DeliveryMeters(Metrics metrics, Clock clock) {
    registry = metrics.registry();
    this.clock = clock;
    for (Result result : Result.values()) {
      totals.put(result, new LongAdder());
    }
    attempts =
        metrics.register(
            new LatencyHistogram(
                "weir_delivery_attempt_seconds", "From an attempt's start to its outcome"));
    letters =
        Counter.builder("weir.delivery.dead.letters")
            .description("Jobs given up and kept as dead letters")
            .register(registry);
    gauge("weir.delivery.backlog.jobs", "Jobs in the stream", this, m -> m.backlogJobs);
    gauge(
        "weir.delivery.oldest.seconds",
        "Age of the job that came first",
        this,
        m -> m.oldestAge.toMillis() / 1e3);
  }

  /** Registers the gauges of what is in memory. */
  public void register(Supplier<Standing> standing) {
    gauge("weir.delivery.held.jobs", "Jobs in memory", standing, s -> s.get().held());
    gauge(
        "weir.delivery.waiting.jobs",
        "Jobs that wait their turn",
        standing,
        s -> s.get().waiting());
    gauge("weir.delivery.in.flight", "Attempts under way", standing, s -> s.get().running());
    for (BreakerState state : BreakerState.values()) {
      Gauge.builder(
              "weir.delivery.breakers", standing, s -> s.get().breakers().getOrDefault(state, 0))
          .description("Routes by the state of their breaker, of those lately delivered to")
          .tag("state", text(state))
          .strongReference(true)
          .register(registry);
    }
  }

  /** The stream said how much waits. */
  public void backlog(long jobs, Duration oldest) {
    backlogJobs = jobs;
    oldestAge = oldest;
  }

  /** Written: delivered; rejected: given up. Kept even where nobody reads the meters. */
  public HealthSource health() {
    return () -> {
      long delivered = total(Result.DELIVERED);
      long givenUp = total(Result.REFUSED) + total(Result.EXHAUSTED);
      return new HealthSource.Figures(
          deliveredAt == 0 ? null : Instant.ofEpochMilli(deliveredAt),
          delivered + givenUp + total(Result.DROPPED) + total(Result.MALFORMED),
          delivered,
          givenUp,
          0);
    };
  }

  @Override
  public void result(String type, Result result) {
    Objects.requireNonNull(totals.get(result)).increment();
    results.computeIfAbsent(new Ended(type, result), this::counter).increment();
    if (result == Result.DELIVERED) {
      deliveredAt = clock.millis();
    }
  }

  @Override
  public void attempted(String type, long nanos) {
    attempts.record(nanos);
  }

  @Override
  public void buried(int count) {
    letters.increment(count);
  }

  private long total(Result result) {
    return Objects.requireNonNull(totals.get(result)).sum();
  }

  private Counter counter(Ended ended) {
    return Counter.builder("weir.deliveries")
        .description("What became of jobs and of their attempts")
        .tag("type", ended.type())
        .tag("result", text(ended.result()))
        .register(registry);
  }

  private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

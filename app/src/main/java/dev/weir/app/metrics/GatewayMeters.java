package dev.weir.app.metrics;

import dev.weir.app.http.HealthSource;
import dev.weir.gateway.http.GatewayObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What the HTTP endpoints tell of their work, as meters and as the totals of {@code /health}. */
public final class GatewayMeters implements GatewayObserver {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private record Answer(String endpoint, int status) {}

  private final MeterRegistry registry;
  private final Clock clock = Clock.systemUTC();
  private final IngestTotals totals = new IngestTotals();
  private final Map<Answer, Timer> answers = new ConcurrentHashMap<>();
  private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
  private final Counter accepted;
  private final Counter duplicates;
  private final Counter unchecked;
  private final Counter hits;
  private final Counter misses;

  /** Registers its meters; those of answers and reasons follow as they are given. */
  public GatewayMeters(Metrics metrics) {
    registry = metrics.registry();
    accepted = messages("accepted");
    duplicates = messages("duplicate");
    unchecked =
        counter(
            "weir.http.unchecked.messages",
            "Messages taken in while the registry could not be asked");
    hits = counter("weir.http.registry.cache.hits", "Devices known from memory");
    misses = counter("weir.http.registry.cache.misses", "Devices looked up in the database");
  }

  /** The totals; they are kept even where nobody reads the meters. */
  public HealthSource health() {
    return totals;
  }

  /** Shows how many requests are worked on. */
  public void inHand(IntSupplier requests) {
    Gauge.builder("weir.http.requests.in.hand", requests::getAsInt)
        .description("Requests that are worked on, of HTTP_MAX_REQUESTS")
        .register(registry);
  }

  /** Devices were asked for: found in memory, or looked up. */
  public void lookups(long found, long asked) {
    hits.increment((double) found);
    misses.increment((double) asked);
  }

  @Override
  public void answered(String endpoint, int status, long nanos) {
    answers
        .computeIfAbsent(new Answer(endpoint, status), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void accepted(boolean duplicate) {
    totals.received.increment();
    (duplicate ? totals.duplicates : totals.stored).increment();
    (duplicate ? duplicates : accepted).increment();
    totals.wroteAt(clock.instant());
  }

  @Override
  public void refused(String reason) {
    totals.received.increment();
    totals.rejected.increment();
    refusals.computeIfAbsent(reason, this::refusal).increment();
  }

  @Override
  public void unchecked() {
    unchecked.increment();
  }

  private Counter messages(String result) {
    return Counter.builder("weir.http.messages")
        .description("Messages that JetStream has")
        .tag("result", result)
        .register(registry);
  }

  private Counter refusal(String reason) {
    return Counter.builder("weir.http.refused")
        .description("Messages and requests refused")
        .tag("reason", reason)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private Timer timer(Answer answer) {
    return Timer.builder("weir.http.requests")
        .description("From a request's headers to its answer")
        .tag("endpoint", answer.endpoint())
        .tag("status", Integer.toString(answer.status()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}

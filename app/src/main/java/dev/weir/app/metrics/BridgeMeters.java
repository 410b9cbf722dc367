package dev.weir.app.metrics;

import dev.weir.app.http.HealthSource;
import dev.weir.core.publish.PublishException;
import dev.weir.gateway.mqtt.BridgeObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;

/** What a bridge tells of its work, as meters and as the totals of {@code /health}. */
public final class BridgeMeters implements BridgeObserver {

  private static final Duration[] LATENCY_BUCKETS =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Clock clock;
  private final LongAdder received = new LongAdder();
  private final LongAdder published = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final Map<PublishException.Kind, Counter> retries =
      new EnumMap<>(PublishException.Kind.class);
  private final Timer latency;

  /** Milliseconds since the epoch; 0 before the first. */
  private volatile long publishedAt;

  /** Registers its meters but the gauges. */
  public BridgeMeters(Metrics metrics, Clock clock) {
    this.clock = clock;
    MeterRegistry registry = metrics.registry();
    counter(registry, "weir.bridge.received.messages", "Messages from the broker", received);
    counter(registry, "weir.bridge.published.messages", "Messages JetStream has", published);
    counter(registry, "weir.bridge.dropped.messages", "Messages of QoS 0 without room", dropped);
    counter(registry, "weir.bridge.reconnects", "Connections to the broker lost", lost);
    for (PublishException.Kind kind : PublishException.Kind.values()) {
      retries.put(
          kind,
          Counter.builder("weir.bridge.publish.retries")
              .description("Messages that JetStream did not acknowledge at once")
              .tag("kind", kind.name())
              .register(registry));
    }
    latency =
        Timer.builder("weir.bridge.publish")
            .description("From a message's arrival to JetStream's acknowledgement")
            .serviceLevelObjectives(LATENCY_BUCKETS)
            .register(registry);
  }

  /** Registers the gauges of a bridge. */
  public static void register(
      MeterRegistry registry,
      BooleanSupplier connected,
      BooleanSupplier blocked,
      IntSupplier open) {
    Gauge.builder("weir.bridge.connected", connected, c -> c.getAsBoolean() ? 1 : 0)
        .description("1 while the bridge is subscribed at the broker")
        .strongReference(true)
        .register(registry);
    Gauge.builder("weir.bridge.blocked", blocked, b -> b.getAsBoolean() ? 1 : 0)
        .description("1 while JetStream refuses what the bridge publishes")
        .strongReference(true)
        .register(registry);
    Gauge.builder("weir.bridge.in.flight", open, IntSupplier::getAsInt)
        .description("Messages that JetStream has not acknowledged yet")
        .strongReference(true)
        .register(registry);
  }

  /** The totals; they are kept even where nobody reads the meters. */
  public HealthSource health() {
    return () ->
        new HealthSource.Figures(
            publishedAt == 0 ? null : Instant.ofEpochMilli(publishedAt),
            received.sum(),
            published.sum(),
            0,
            0);
  }

  @Override
  public void received() {
    received.increment();
  }

  @Override
  public void published(long nanos) {
    published.increment();
    publishedAt = clock.millis();
    latency.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void retrying(PublishException.Kind kind) {
    Counter counter = retries.get(kind);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void dropped() {
    dropped.increment();
  }

  @Override
  public void connectionLost() {
    lost.increment();
  }

  private static void counter(
      MeterRegistry registry, String name, String description, LongAdder count) {
    FunctionCounter.builder(name, count, LongAdder::sum)
        .description(description)
        .register(registry);
  }
}

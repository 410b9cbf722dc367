package dev.weir.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * Where a lane stands. There only while this process has the lane: its next owner tells the same
 * figures, and two answers to one question are none.
 */
final class LaneGauges {

  private final AtomicLong position = new AtomicLong();
  private final AtomicLong lag = new AtomicLong();
  private final AtomicLong buckets = new AtomicLong();
  private final AtomicLong states = new AtomicLong();
  private final MeterRegistry registry;
  private final List<Gauge> gauges;

  LaneGauges(MeterRegistry registry, String stream) {
    this.registry = registry;
    ToDoubleFunction<AtomicLong> value = AtomicLong::doubleValue;
    gauges =
        List.of(
            Gauge.builder("weir.lane.position", position, value)
                .description("Stream sequence of the last message committed")
                .tag("stream", stream)
                .register(registry),
            Gauge.builder("weir.lane.lag.messages", lag, value)
                .description("Messages in the stream that were not yet read")
                .tag("stream", stream)
                .register(registry),
            Gauge.builder("weir.rate.limit.buckets", buckets, value)
                .description("Rate limit buckets of devices and tenants kept in memory")
                .tag("stream", stream)
                .register(registry),
            Gauge.builder("weir.device.states.waiting", states, value)
                .description("Devices whose last-seen times are still to be written")
                .tag("stream", stream)
                .register(registry));
  }

  void set(long lastSeq, long backlog, int bucketsKept, int statesWaiting) {
    position.set(lastSeq);
    lag.set(backlog);
    buckets.set(bucketsKept);
    states.set(statesWaiting);
  }

  void remove() {
    gauges.forEach(registry::remove);
  }
}

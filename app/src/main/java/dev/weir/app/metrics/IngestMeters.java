package dev.weir.app.metrics;

import dev.weir.app.http.HealthSource;
import dev.weir.core.store.Batch;
import dev.weir.core.store.Commit;
import dev.weir.core.store.RejectCount;
import dev.weir.core.store.StoreException;
import dev.weir.core.verdict.Judged;
import dev.weir.ingest.IngestObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What lanes tell of their work, as meters and as the totals of {@code /health}. */
public final class IngestMeters implements IngestObserver {

  private static final Duration[] COMMIT_BUCKETS =
      millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000);

  private static final double[] BATCH_BUCKETS = {
    1, 10, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000
  };

  private final Metrics metrics;
  private final Clock clock;
  private final IngestTotals totals = new IngestTotals();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder gaps = new LongAdder();
  private final LongAdder states = new LongAdder();
  private final LongAdder statesRefused = new LongAdder();
  private final LongAdder locationsIgnored = new LongAdder();
  private final LongAdder routed = new LongAdder();
  private final LongAdder unrouted = new LongAdder();
  private final DistributionSummary batchSize;
  private final Timer commit;
  private final LatencyHistogram latency;
  private final RejectMeters rejects;
  private final Map<String, LaneGauges> lanes = new ConcurrentHashMap<>();
  private final Map<StoreException.Kind, Counter> retries = new ConcurrentHashMap<>();

  /**
   * Registers its meters; those of lanes follow as they are taken.
   *
   * @param clock to be compared with the broker's
   */
  public IngestMeters(Metrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
    rejects = new RejectMeters(metrics.registry());
    result("stored", totals.stored);
    result("rejected", totals.rejected);
    result("duplicate", totals.duplicates);
    counter("weir.received.messages", "Messages read from the streams", totals.received);
    counter("weir.registry.cache.hits", "Devices known from memory", hits);
    counter("weir.registry.cache.misses", "Devices looked up in the database", misses);
    counter("weir.lane.gaps", "Sequences that streams skipped", gaps);
    counter("weir.device.state.writes", "Rows of device_state written", states);
    counter("weir.device.state.refused", "Rows of device_state dropped", statesRefused);
    counter("weir.locations.ignored", "Locations that are none", locationsIgnored);
    counter("weir.route.jobs.published", "Jobs of routes put into the stream", routed);
    counter(
        "weir.route.jobs.untaken",
        "Jobs that the stream did not take: dead letters, or past their bound counted",
        unrouted);
    batchSize =
        DistributionSummary.builder("weir.batch.size")
            .description("Messages of a committed batch")
            .serviceLevelObjectives(BATCH_BUCKETS)
            .register(metrics.registry());
    commit =
        Timer.builder("weir.commit")
            .description("From the first attempt to commit a batch to its commit")
            .serviceLevelObjectives(COMMIT_BUCKETS)
            .register(metrics.registry());
    latency =
        metrics.register(
            new LatencyHistogram(
                "weir_publish_to_commit_seconds",
                "From a message's arrival at the broker, by its clock, to its commit"));
  }

  /** The totals; they are kept even where nobody reads the meters. */
  public HealthSource health() {
    return totals;
  }

  @Override
  public void received(String stream, int messages) {
    totals.received.add(messages);
  }

  @Override
  public void committed(String stream, Batch batch, Commit done, long nanos) {
    Instant now = clock.instant();
    totals.wroteAt(now);
    totals.stored.add(done.stored());
    totals.duplicates.add(done.duplicates());
    for (RejectCount count : done.rejected()) {
      totals.rejected.add(count.count());
      rejects.count(count);
    }
    batchSize.record(batch.messages().size());
    commit.record(nanos, TimeUnit.NANOSECONDS);
    long nowNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    for (Judged judged : batch.messages()) {
      latency.record(nowNanos - judged.envelope().arrivalNanos());
    }
  }

  @Override
  public void position(String stream, long position, long backlog, int buckets, int waiting) {
    lanes
        .computeIfAbsent(stream, name -> new LaneGauges(metrics.registry(), name))
        .set(position, backlog, buckets, waiting);
  }

  @Override
  public void lookups(long found, long asked) {
    hits.add(found);
    misses.add(asked);
  }

  @Override
  public void gap(String stream, long sequences) {
    gaps.add(sequences);
  }

  @Override
  public void retrying(String stream, StoreException cause) {
    retries.computeIfAbsent(cause.kind(), this::retryCounter).increment();
  }

  @Override
  public void routed(int published, int untaken) {
    routed.add(published);
    unrouted.add(untaken);
  }

  @Override
  public void statesWritten(String stream, int devices) {
    states.add(devices);
  }

  @Override
  public void stateRefused(String stream) {
    statesRefused.increment();
  }

  @Override
  public void locationsIgnored(String stream, int messages) {
    locationsIgnored.add(messages);
  }

  @Override
  public void released(String stream) {
    LaneGauges gauges = lanes.remove(stream);
    if (gauges != null) {
      gauges.remove();
    }
  }

  private void result(String result, LongAdder count) {
    FunctionCounter.builder("weir.messages", count, LongAdder::sum)
        .description("Messages accounted for")
        .tag("result", result)
        .register(metrics.registry());
  }

  private void counter(String name, String description, LongAdder count) {
    FunctionCounter.builder(name, count, LongAdder::sum)
        .description(description)
        .register(metrics.registry());
  }

  private Counter retryCounter(StoreException.Kind kind) {
    return Counter.builder("weir.commit.retries")
        .description("Batches that the database did not take at once")
        .tag("kind", kind.name())
        .register(metrics.registry());
  }

  private static Duration[] millis(long... values) {
    return Arrays.stream(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}

package dev.weir.app.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.concurrent.atomic.LongAdder;

/**
 * A histogram of latencies, with buckets from a millisecond to a minute. Every message is recorded,
 * so it is built for that: a short search and two additions, where Micrometer's timer also keeps
 * the maxima of rotating windows.
 */
final class LatencyHistogram implements Collector {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private static final long[] BOUNDS_MILLIS = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000
  };

  private final String name;
  private final String help;
  private final LongAdder[] buckets = new LongAdder[BOUNDS_MILLIS.length + 1];
  private final LongAdder sumNanos = new LongAdder();

  LatencyHistogram(String name, String help) {
    this.name = name;
    this.help = help;
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  /** Counts a latency; a negative one, of a clock behind the other, as none. */
  void record(long nanos) {
    long known = Math.max(0, nanos);
    buckets[bucketOf(known)].increment();
    sumNanos.add(known);
  }

  @Override
  public MetricSnapshot collect() {
    var counts = ClassicHistogramBuckets.builder();
    for (int i = 0; i < buckets.length; i++) {
      counts.bucket(upperBoundSeconds(i), buckets[i].sum());
    }
    return HistogramSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(counts.build())
                .sum(sumNanos.sum() / NANOS_PER_SECOND)
                .build())
        .build();
  }

  private static int bucketOf(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS_MILLIS.length && nanos > BOUNDS_MILLIS[bucket] * NANOS_PER_MILLI) {
      bucket++;
    }
    return bucket;
  }

  private static double upperBoundSeconds(int bucket) {
    return bucket < BOUNDS_MILLIS.length ? BOUNDS_MILLIS[bucket] / 1e3 : Double.POSITIVE_INFINITY;
  }
}

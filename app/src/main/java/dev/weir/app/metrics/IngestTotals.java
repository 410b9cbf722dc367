package dev.weir.app.metrics;

import dev.weir.app.http.HealthSource;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What this process has done since it started: kept whether or not metrics are. */
final class IngestTotals implements HealthSource {

  final LongAdder received = new LongAdder();
  final LongAdder stored = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder duplicates = new LongAdder();

  private volatile @Nullable Instant lastWriteAt;

  void wroteAt(Instant now) {
    lastWriteAt = now;
  }

  @Override
  public Figures figures() {
    return new Figures(lastWriteAt, received.sum(), stored.sum(), rejected.sum(), duplicates.sum());
  }
}

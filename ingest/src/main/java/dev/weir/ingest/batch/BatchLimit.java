package dev.weir.ingest.batch;

import java.time.Duration;

/**
 * How many messages the next batch may hold. Owned by one lane.
 *
 * <p>A transaction that outlasts the lease looks like a dead owner. So a batch that took a twelfth
 * of the lease halves the limit: the next one has to end in time even where the database has become
 * ten times slower meanwhile. A full one that took a quarter of that doubles it again.
 */
public final class BatchLimit {

  private final int min;
  private final int max;
  private final long slowNanos;
  private int limit;

  public BatchLimit(int min, int max, Duration lease) {
    this.min = Math.min(min, max);
    this.max = max;
    slowNanos = lease.toNanos() / 12;
    limit = max;
  }

  public int current() {
    return limit;
  }

  /** Learns from a batch that was committed at the first attempt. */
  public void committed(int messages, long nanos) {
    if (nanos > slowNanos) {
      limit = Math.max(min, Math.min(limit, messages) / 2);
    } else if (nanos < slowNanos / 4 && messages >= limit) {
      limit = Math.min(max, limit * 2);
    }
  }
}

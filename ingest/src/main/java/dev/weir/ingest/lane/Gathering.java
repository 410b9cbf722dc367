package dev.weir.ingest.lane;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When a lane takes its next batch. Owned by one lane.
 *
 * <p>A commit costs as much as some hundred messages, however few it has. Lanes that commit what is
 * there as soon as they can turn a moderate rate into as many commits as the machine bears, and the
 * latency into that of a machine at its limit. So what follows a batch at once, and is less than
 * one, gathers for a moment; after a pause nothing waits.
 */
final class Gathering {

  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

  private final int batchSize;
  private final long nanos;
  private long until;

  /**
   * Nothing was taken yet.
   *
   * @param batchSize messages that are not to wait
   * @param flushInterval the longest that a message may wait
   * @param nanoTime now
   */
  Gathering(int batchSize, Duration flushInterval, long nanoTime) {
    this.batchSize = batchSize;
    nanos = Math.min(MOST_NANOS, flushInterval.toNanos());
    until = nanoTime;
  }

  /** How long the next batch is to be waited for; 0 for not at all. */
  long millisLeft(long waiting, long nanoTime) {
    long left = until - nanoTime;
    return left <= 0 || waiting >= batchSize ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
  }

  /** A batch was taken. */
  void taken(long nanoTime) {
    until = nanoTime + nanos;
  }
}

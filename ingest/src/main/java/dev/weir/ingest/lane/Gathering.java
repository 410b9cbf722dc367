package dev.weir.ingest.lane;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a lane's next batch gathers. Owned by one lane.
 *
 * <p>A commit costs as much as some hundred messages, however few it has. Lanes that commit what is
 * there as soon as they can turn a moderate rate into as many commits as the machine bears, and the
 * latency into that of a machine at its limit. So what follows a batch at once gathers for as long
 * as a few commits take, which is a moment where the machine has room, and longer where it has
 * little; after a pause nothing waits.
 */
final class Gathering {

  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

  /** From one batch to the next, at least. */
  private static final int COMMITS = 5;

  /** What takes longer makes no difference. */
  private static final long LONGEST_NANOS = MOST_NANOS / COMMITS;

  /** A single slow commit makes little. */
  private static final int SMOOTHING = 8;

  private final long mostNanos;
  private long commitNanos;
  private long until;

  /**
   * Nothing was taken yet.
   *
   * @param flushInterval the longest that a message may wait
   * @param nanoTime now
   */
  Gathering(Duration flushInterval, long nanoTime) {
    mostNanos = Math.min(MOST_NANOS, flushInterval.toNanos());
    commitNanos = LONGEST_NANOS;
    until = nanoTime;
  }

  /** How long the next batch is to gather yet; 0 for not at all. */
  long nanosLeft(long nanoTime) {
    return Math.max(0, until - nanoTime);
  }

  /** A batch was taken. */
  void taken(long nanoTime) {
    until = nanoTime + Math.min(mostNanos, COMMITS * commitNanos);
  }

  /** A batch was committed in so long. */
  void committed(long nanos) {
    commitNanos += (Math.min(nanos, LONGEST_NANOS) - commitNanos) / SMOOTHING;
  }
}

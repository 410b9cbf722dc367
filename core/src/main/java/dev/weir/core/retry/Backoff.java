package dev.weir.core.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits whose bound doubles, with full jitter. */
public final class Backoff {

  private Backoff() {}

  /**
   * How long to wait before another attempt.
   *
   * @param failures those in a row, at least 1
   */
  public static Duration after(int failures, Duration first, Duration longest) {
    int doublings = Math.min(failures - 1, 30);
    long bound = Math.min(first.toMillis() << doublings, longest.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound + 1));
  }
}

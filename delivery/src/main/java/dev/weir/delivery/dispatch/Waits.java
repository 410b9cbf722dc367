package dev.weir.delivery.dispatch;

import dev.weir.core.retry.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long things wait. */
final class Waits {

  static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);

  /** A destination that wants to be left alone for longer is asked again all the same. */
  static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Waits() {}

  /**
   * Before another attempt: full jitter, but no less than the destination asked for.
   *
   * @param failures in a row, at least 1
   */
  static Duration beforeRetry(int failures, Duration first, @Nullable Duration retryAfter) {
    Duration wait = Backoff.after(failures, first, LONGEST_BACKOFF);
    if (retryAfter == null) {
      return wait;
    }
    Duration asked =
        retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
    return asked.compareTo(wait) > 0 ? asked : wait;
  }

  /**
   * Of a job that goes back to the queue: about as long as it would have waited here, 1 to 60 s,
   * and up to as much again, so that not all come back at once.
   */
  static Duration ofPostponed(Duration expected) {
    long millis = Math.clamp(expected.toMillis(), SHORTEST.toMillis(), LONGEST.toMillis());
    return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis + 1));
  }
}

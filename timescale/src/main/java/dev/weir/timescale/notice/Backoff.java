package dev.weir.timescale.notice;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits that double, with jitter. Owned by one thread. */
final class Backoff {

  private final long firstMillis;
  private final long longestMillis;
  private long nextMillis;

  Backoff(Duration first, Duration longest) {
    firstMillis = first.toMillis();
    longestMillis = longest.toMillis();
    nextMillis = firstMillis;
  }

  /** How long to wait now: half to all of the current step. */
  Duration next() {
    long step = nextMillis;
    nextMillis = Math.min(step * 2, longestMillis);
    return Duration.ofMillis(step / 2 + ThreadLocalRandom.current().nextLong(step / 2 + 1));
  }

  void reset() {
    nextMillis = firstMillis;
  }
}

package dev.weir.ingest.batch;

import java.util.concurrent.ThreadLocalRandom;

/** Waits that double from 50 ms to 1 s, with jitter. Owned by one thread. */
public final class Backoff {

  private static final long FIRST_MILLIS = 50;
  private static final long LONGEST_MILLIS = 1_000;

  private long nextMillis = FIRST_MILLIS;

  /** How long to wait now: half to all of the current step. */
  public long nextMillis() {
    long step = nextMillis;
    nextMillis = Math.min(step * 2, LONGEST_MILLIS);
    return step / 2 + ThreadLocalRandom.current().nextLong(step / 2 + 1);
  }

  public void reset() {
    nextMillis = FIRST_MILLIS;
  }
}

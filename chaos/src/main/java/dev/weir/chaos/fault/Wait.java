package dev.weir.chaos.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for what makes a fault a fault: one that met nobody proves nothing. */
final class Wait {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 5;

  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  private Wait() {}

  /**
   * Asks again and again.
   *
   * @throws IllegalStateException it did not hold within 30 s
   */
  static void until(String what, Condition condition) throws Exception {
    long until = System.nanoTime() + BOUND.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - until > 0) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}

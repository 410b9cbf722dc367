package dev.weir.chaos.fault;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what makes a fault a fault: one that met nobody proves nothing. */
final class Wait {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(5);

  private Wait() {}

  /**
   * Asks again and again.
   *
   * @throws org.awaitility.core.ConditionTimeoutException it did not hold within 30 s
   */
  static void until(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(BOUND).pollInterval(LOOK).until(condition);
  }
}

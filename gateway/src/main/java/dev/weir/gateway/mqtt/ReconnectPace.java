package dev.weir.gateway.mqtt;

import dev.weir.core.retry.Backoff;
import java.time.Duration;

/**
 * How long to wait before connecting again. Briefly at first: a broker that has been started again
 * may have nobody to give messages to until we are back. Only a connection that lasts ends a series
 * of failures, so two clients with one id do not throw each other out many times a second for ever.
 * Owned by one thread.
 */
final class ReconnectPace {

  static final Duration BRIEFLY = Duration.ofMinutes(1);
  static final Duration BRIEF = Duration.ofMillis(250);
  static final Duration LONGEST = Duration.ofSeconds(10);

  /** What a connection has to last for. */
  static final Duration LASTING = Duration.ofSeconds(10);

  private int failures;
  private int slowFailures;
  private long firstNanos;

  /** A connection has ended after this time. */
  void lasted(Duration connected) {
    if (connected.compareTo(LASTING) >= 0) {
      failures = 0;
      slowFailures = 0;
    }
  }

  /** Counts a failure; returns how long to wait. */
  Duration failed(long nowNanos) {
    if (failures++ == 0) {
      firstNanos = nowNanos;
    }
    if (nowNanos - firstNanos < BRIEFLY.toNanos()) {
      return Backoff.after(1, BRIEF, BRIEF);
    }
    return Backoff.after(++slowFailures, BRIEF, LONGEST);
  }

  /** Whether the last failure was the first of its series. */
  boolean isFirst() {
    return failures == 1;
  }
}

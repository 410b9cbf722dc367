package dev.weir.timescale.notice;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether notifications work; the log hears once when they cease to, and once when they do again.
 */
final class NoticeStatus {

  private static final Logger LOG = LoggerFactory.getLogger(NoticeStatus.class);

  /** They count as working for so long after a heartbeat. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private volatile boolean working;
  private volatile long heardNanos;
  private boolean told;

  boolean isWorking() {
    return working && System.nanoTime() - heardNanos < PATIENCE.toNanos();
  }

  void heard() {
    if (told) {
      LOG.info("notifications work again: changes are in force at once");
      told = false;
    }
    heardNanos = System.nanoTime();
    working = true;
  }

  void failed(String why) {
    working = false;
    if (!told) {
      LOG.warn(
          "notifications do not work: {}; changes are in force when their cached copy runs out",
          why);
      told = true;
    }
  }
}

package dev.weir.jetstream;

import java.time.Duration;

/** Says a thing at once and then only now and then. Owned by one thread. */
final class Reminder {

  private final long everyNanos;
  private long lastNanos;
  private boolean said;

  Reminder(Duration every) {
    this.everyNanos = every.toNanos();
  }

  void now(Runnable saying) {
    long now = System.nanoTime();
    if (!said || now - lastNanos >= everyNanos) {
      said = true;
      lastNanos = now;
      saying.run();
    }
  }

  /** What comes next is news again. */
  void reset() {
    said = false;
  }
}

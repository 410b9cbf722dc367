package dev.weir.app.serve;

import java.time.Duration;

/** A moment by which something is to be over. */
record Deadline(long nanoTime) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /**
   * Runs a task in a thread of its own and waits for it no longer than there is time.
   *
   * @return whether it came to its end; if not, it was interrupted and left
   */
  boolean run(String name, Runnable task) throws InterruptedException {
    Thread thread = Thread.ofPlatform().daemon().name(name).start(task);
    Duration left = left();
    // A join without time would not even look.
    if (thread.join(left.isZero() ? Duration.ofNanos(1) : left)) {
      return true;
    }
    thread.interrupt();
    return false;
  }
}

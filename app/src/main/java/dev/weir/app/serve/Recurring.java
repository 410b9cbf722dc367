package dev.weir.app.serve;

import dev.weir.core.store.StoreException;
import dev.weir.core.stream.StreamException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is done from time to time with the database or the broker, in a thread of its own.
 * What fails is done again at its next time; the log hears of the first failure in a row and of the
 * recovery.
 */
final class Recurring implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Recurring.class);

  private final String what;
  private final Duration every;
  private final Runnable task;
  private final Thread thread;
  private volatile @Nullable String problem;

  /** Makes it; {@link #start} starts it, with a first time at once. */
  Recurring(String what, Duration every, Runnable task) {
    this.what = what;
    this.every = every;
    this.task = task;
    thread = Thread.ofVirtual().name(what).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Why it failed the last time; null where it did not. */
  @Nullable String problem() {
    return problem;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        once();
        Thread.sleep(every);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() {
    try {
      task.run();
      if (problem != null) {
        problem = null;
        log.info("{} works again", what);
      }
    } catch (StoreException | StreamException e) {
      if (problem == null && !Thread.currentThread().isInterrupted()) {
        log.warn("{} failed, and is tried again: {}", what, e.getMessage());
      }
      problem = e.getMessage();
    } catch (RuntimeException e) {
      String fault = "a fault of ours: " + e.getClass().getSimpleName();
      if (!fault.equals(problem)) {
        log.error("{} failed, and is tried again", what, e);
      }
      problem = fault;
    }
  }
}

package dev.weir.app.serve;

import dev.weir.core.store.StoreException;
import dev.weir.core.stream.StreamException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is done from time to time, and when it is asked for, with the database or the
 * broker, in a thread of its own. What fails is done again at its next time; the log hears of the
 * first failure in a row and of the recovery.
 */
final class Recurring implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Recurring.class);

  /** What was asked for cannot wait for its next time, which may be an hour away. */
  private static final Duration ASKED_AGAIN_EVERY = Duration.ofSeconds(1);

  private final String what;
  private final Duration every;
  private final Runnable task;
  private final Thread thread;
  private final BlockingQueue<Boolean> asked = new ArrayBlockingQueue<>(1);
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

  /**
   * Asks for a time as soon as may be: at once or, while one is under way, after it. However often
   * it is asked meanwhile, that is one time more; one that fails is tried again every second.
   */
  void wake() {
    asked.offer(true);
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
    boolean wanted = false;
    try {
      while (true) {
        once();
        wanted &= problem != null;
        wanted |= asked.poll(pause(wanted).toMillis(), TimeUnit.MILLISECONDS) != null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration pause(boolean wanted) {
    return wanted && every.compareTo(ASKED_AGAIN_EVERY) > 0 ? ASKED_AGAIN_EVERY : every;
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

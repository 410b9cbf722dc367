package dev.weir.ingest.batch;

import dev.weir.core.store.StoreException;
import dev.weir.ingest.IngestObserver;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database again for as long as time alone may help: the lane holds what it has, reads
 * nothing more, and says why. Each attempt is a worker's work; a lane that waits leaves the worker
 * to others. Owned by one lane; {@link #problem} may be read by anybody.
 */
public final class Persistence {

  private static final Logger log = LoggerFactory.getLogger(Persistence.class);
  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long TURN_WAIT_MILLIS = 200;

  private final String stream;
  private final StopSignal stop;
  private final IngestObserver observer;
  private final Semaphore workers;
  private volatile @Nullable String problem;

  /**
   * Makes a lane's.
   *
   * @param workers a fair semaphore with a permit for each lane that may work at the same moment
   */
  public Persistence(String stream, StopSignal stop, IngestObserver observer, Semaphore workers) {
    this.stream = stream;
    this.stop = stop;
    this.observer = observer;
    this.workers = workers;
  }

  /** Why the lane stands still; null while it does not. */
  public @Nullable String problem() {
    return problem;
  }

  /**
   * Tries until it succeeds.
   *
   * @throws StoreException where trying again is of no use: {@code POISON} or {@code FENCED}
   * @throws StoppedException where the lane is to end
   */
  public <T> T persist(Supplier<T> action) throws InterruptedException {
    Backoff backoff = new Backoff();
    long nextLog = System.nanoTime();
    while (true) {
      try {
        T result = attempt(action);
        recovered();
        return result;
      } catch (StoreException e) {
        switch (e.kind()) {
          case POISON, FENCED -> throw e;
          case TRANSIENT, HOLD -> {
            nextLog = hold(e, nextLog);
            if (stop.await(backoff.nextMillis())) {
              throw new StoppedException();
            }
          }
        }
      }
    }
  }

  /**
   * Does something once, as a worker's work, and throws what it throws.
   *
   * @throws StoppedException where the lane is to end, and no worker was free
   */
  private <T> T attempt(Supplier<T> action) throws InterruptedException {
    while (!workers.tryAcquire(TURN_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
      if (stop.isRaised()) {
        throw new StoppedException();
      }
    }
    try {
      return action.get();
    } finally {
      workers.release();
    }
  }

  private long hold(StoreException e, long nextLog) {
    problem = "database: " + e.getMessage();
    observer.retrying(stream, e);
    if (System.nanoTime() - nextLog < 0) {
      return nextLog;
    }
    log.warn(
        "{}: the database does not take the batch (SQLSTATE {}: {}); the lane holds it and tries"
            + " again",
        stream,
        e.sqlState(),
        e.getMessage());
    return System.nanoTime() + LOG_EVERY_NANOS;
  }

  private void recovered() {
    if (problem != null) {
      problem = null;
      log.info("{}: the database takes batches again", stream);
    }
  }
}

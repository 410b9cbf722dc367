package dev.weir.ingest.batch;

import dev.weir.core.store.StoreException;
import dev.weir.ingest.IngestObserver;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database again for as long as time alone may help: the lane holds what it has, reads
 * nothing more, and says why. Owned by one lane; {@link #problem} may be read by anybody.
 */
public final class Persistence {

  private static final Logger log = LoggerFactory.getLogger(Persistence.class);
  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final String stream;
  private final StopSignal stop;
  private final IngestObserver observer;
  private volatile @Nullable String problem;

  public Persistence(String stream, StopSignal stop, IngestObserver observer) {
    this.stream = stream;
    this.stop = stop;
    this.observer = observer;
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
        T result = action.get();
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

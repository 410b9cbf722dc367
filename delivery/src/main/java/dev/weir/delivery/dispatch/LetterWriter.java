package dev.weir.delivery.dispatch;

import dev.weir.core.delivery.DeadLetterStore;
import dev.weir.core.delivery.DeadLetterStore.DeadLetter;
import dev.weir.core.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters, those of a few milliseconds together. Jobs in memory are bounded, and so are
 * those that wait here.
 */
final class LetterWriter {

  private static final Logger log = LoggerFactory.getLogger(LetterWriter.class);

  private static final int MAX_BATCH = 500;
  private static final long GATHER_MILLIS = 5;

  /** What could not be written comes again sooner, here or to another process. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A job that is given up, and the letter of it. */
  record Burial(HeldJob job, DeadLetter letter) {}

  private final DeadLetterStore store;
  private final BiConsumer<List<Burial>, @Nullable StoreException> then;
  private final BlockingQueue<Burial> burials = new LinkedBlockingQueue<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("weir-dead-letters").unstarted(this::run);
  private volatile boolean ending;
  private volatile @Nullable String problem;
  private volatile long failedNanos;

  /**
   * Makes one.
   *
   * @param then hears which letters are in the database, or why they are not
   */
  LetterWriter(DeadLetterStore store, BiConsumer<List<Burial>, @Nullable StoreException> then) {
    this.store = store;
    this.then = then;
  }

  void start() {
    thread.start();
  }

  void add(Burial burial) {
    burials.add(burial);
  }

  /** Why letters could not be written lately; null where they can, or nobody has tried since. */
  @Nullable String problem() {
    return System.nanoTime() - failedNanos < FRESH_NANOS ? problem : null;
  }

  /** Writes what there is, for a bounded time. */
  void close(Duration timeout) throws InterruptedException {
    ending = true;
    if (!thread.join(timeout)) {
      thread.interrupt();
    }
  }

  private void run() {
    try {
      while (!ending || !burials.isEmpty()) {
        Burial first = burials.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
          Thread.sleep(GATHER_MILLIS);
          List<Burial> batch = new ArrayList<>(List.of(first));
          burials.drainTo(batch, MAX_BATCH - 1);
          write(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void failed(@Nullable String why) {
    failedNanos = System.nanoTime();
    problem = why;
  }

  private void write(List<Burial> batch) {
    try {
      store.add(batch.stream().map(Burial::letter).toList());
      problem = null;
      then.accept(batch, null);
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.TRANSIENT || batch.size() == 1) {
        failed(e.getMessage());
        then.accept(batch, e);
      } else {
        batch.forEach(burial -> write(List.of(burial))); // the fault may be one letter's
      }
    } catch (RuntimeException e) {
      log.error("dead letters could not be written, and are tried again", e);
      String fault = "a fault of ours: " + e.getClass().getSimpleName();
      failed(fault);
      then.accept(batch, new StoreException(StoreException.Kind.HOLD, null, fault, e));
    }
  }
}

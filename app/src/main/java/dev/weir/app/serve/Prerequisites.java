package dev.weir.app.serve;

import dev.weir.core.store.StoreException;
import dev.weir.core.stream.StreamException;
import dev.weir.timescale.schema.SchemaException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that must hold before a role begins: it is tried until it does, however long that
 * takes, and then the role begins. The log hears why it has to wait, now and then.
 */
final class Prerequisites implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Prerequisites.class);

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Runnable check;
  private final Runnable begin;
  private final Consumer<String> hopeless;
  private final Thread thread = Thread.ofVirtual().name("prerequisites").unstarted(this::run);
  private volatile boolean closing;
  private volatile @Nullable String problem = "not checked yet";

  /**
   * Makes them; {@link #start} begins to check.
   *
   * @param check throws while something is missing
   * @param begin called once, when nothing is
   * @param hopeless called with the reason where waiting will not help
   */
  Prerequisites(Runnable check, Runnable begin, Consumer<String> hopeless) {
    this.check = check;
    this.begin = begin;
    this.hopeless = hopeless;
  }

  void start() {
    thread.start();
  }

  /** What is missing; null where nothing is. */
  @Nullable String problem() {
    return problem;
  }

  /** Checks no more, and waits until a beginning that is under way is over. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long nextLog = System.nanoTime();
    try {
      while (!holds()) {
        if (System.nanoTime() - nextLog >= 0) {
          log.warn("waiting: {}", problem);
          nextLog = System.nanoTime() + LOG_EVERY_NANOS;
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean holds() {
    try {
      check.run();
    } catch (StoreException | SchemaException | StreamException e) {
      problem = e.getMessage();
      return false;
    } catch (StartupException e) {
      problem = e.getMessage();
      hopeless.accept(e.getMessage());
      return true;
    } catch (RuntimeException e) {
      return fault("checking what has to be there", e);
    }
    return Thread.currentThread().isInterrupted() || begun();
  }

  private boolean begun() {
    try {
      begin.run();
      problem = null;
      return true;
    } catch (RuntimeException e) {
      return fault("beginning", e);
    }
  }

  /** A process that can neither wait for something nor begin is to be seen as failed. */
  private boolean fault(String what, RuntimeException cause) {
    String fault = what + " failed: " + cause.getClass().getSimpleName();
    problem = fault;
    if (!closing) {
      log.error("{}", fault, cause);
      hopeless.accept(fault);
    }
    return true;
  }
}

package dev.weir.delivery.dispatch;

import dev.weir.core.delivery.JobQueue;
import dev.weir.core.delivery.QueuedJob;
import dev.weir.core.retry.Backoff;
import dev.weir.core.route.RouteJob;
import dev.weir.core.store.StoreException;
import dev.weir.core.stream.StreamException;
import dev.weir.delivery.route.RouteCatalog;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches jobs while there is room for them, in a thread of its own. */
final class Puller {

  private static final Logger log = LoggerFactory.getLogger(Puller.class);

  private static final int MAX_FETCH = 200;
  private static final int MAX_UNLEARNED = 1_000;
  private static final Duration FETCH_WAIT = Duration.ofSeconds(1);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(2);
  private static final Duration DATABASE_AWAY = Duration.ofSeconds(2);

  /** A route that works off what it has in this time is worth waiting for. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final Duration STEP = Duration.ofMillis(20);

  /** Takes a job over. */
  interface Taker {
    void take(QueuedJob job) throws InterruptedException;
  }

  private final JobQueue queue;
  private final RouteCatalog catalog;
  private final HeldJobs jobs;
  private final Taker taker;
  private final Neighbours neighbours;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("weir-delivery-pull").unstarted(this::run);
  private final Set<Long> unlearned = new HashSet<>();
  private long fetchedNanos;
  private volatile boolean stopping;
  private volatile @Nullable String problem = "not begun yet";

  Puller(JobQueue queue, RouteCatalog catalog, HeldJobs jobs, Taker taker) {
    this.queue = queue;
    this.catalog = catalog;
    this.jobs = jobs;
    this.taker = taker;
    neighbours = new Neighbours(queue);
  }

  void start() {
    thread.start();
  }

  /** Fetches no more. */
  void stop() throws InterruptedException {
    stopping = true;
    if (thread.isAlive()) {
      thread.join(FETCH_WAIT.multipliedBy(2));
      thread.interrupt();
    }
    problem = "ending";
  }

  /** Why nothing is fetched; null where it is. */
  @Nullable String problem() {
    return problem;
  }

  /**
   * A job came that its route has no room for. Where that is over soon and nobody else's jobs may
   * stand behind, it is waited for a moment: what is given back comes again, and costs.
   *
   * @return whether to look for room once more; if not, the job is to go back
   */
  boolean waitsForRoom(RouteJob job, Duration expectedWait) throws InterruptedException {
    if (stopping
        || System.nanoTime() - fetchedNanos >= SHORT.toNanos() // others of the batch wait too
        || expectedWait.compareTo(SHORT) >= 0
        || neighbours.has(job.tenantId())) {
      return false;
    }
    jobs.awaitRelease(STEP);
    return true;
  }

  private void run() {
    int failures = 0;
    try {
      while (!stopping) {
        int room = jobs.awaitRoom(FETCH_WAIT);
        String trouble = room == 0 ? problem : pull(Math.min(room, MAX_FETCH));
        note(trouble);
        failures = trouble == null ? 0 : failures + 1;
        if (failures > 0 && !stopping) {
          Thread.sleep(Backoff.after(failures, FIRST_BACKOFF, LONGEST_BACKOFF));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(@Nullable String trouble) {
    if (trouble != null && problem == null) {
      log.warn("jobs are not delivered, and are tried again: {}", trouble);
    } else if (trouble == null && problem != null) {
      log.info("jobs are delivered");
    }
    problem = trouble;
  }

  /** Null where all is well. */
  private @Nullable String pull(int max) throws InterruptedException {
    try {
      return take(queue.fetch(max, FETCH_WAIT));
    } catch (StreamException e) {
      return e.getMessage();
    } catch (RuntimeException e) {
      log.error("a fault of ours while fetching jobs", e);
      return "a fault of ours: " + e.getClass().getSimpleName();
    }
  }

  private @Nullable String take(List<QueuedJob> fetched) throws InterruptedException {
    fetchedNanos = System.nanoTime();
    String trouble = learn(fetched);
    for (QueuedJob queued : fetched) {
      RouteJob job = queued.job();
      if (job == null || trouble == null || catalog.knows(job.routeId())) {
        taker.take(queued);
      } else {
        queued.postpone(Waits.ofPostponed(DATABASE_AWAY));
      }
    }
    return trouble;
  }

  /** What could not be learned is asked for again even where nothing comes: is it over? */
  private @Nullable String learn(List<QueuedJob> fetched) {
    fetched.stream()
        .map(QueuedJob::job)
        .filter(Objects::nonNull)
        .map(RouteJob::routeId)
        .forEach(unlearned::add);
    try {
      catalog.learn(unlearned);
      unlearned.clear();
      return null;
    } catch (StoreException e) {
      if (unlearned.size() > MAX_UNLEARNED) {
        unlearned.clear();
      }
      return "routes cannot be looked up: " + e.getMessage();
    }
  }
}

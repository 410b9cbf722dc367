package dev.weir.delivery.dispatch;

import dev.weir.core.delivery.DeadLetterStore;
import dev.weir.core.delivery.DeadLetterStore.DeadLetter;
import dev.weir.core.delivery.JobQueue;
import dev.weir.core.delivery.QueuedJob;
import dev.weir.core.route.RouteJob;
import dev.weir.core.store.StoreException;
import dev.weir.delivery.dispatch.Attempt.Verdict;
import dev.weir.delivery.dispatch.LetterWriter.Burial;
import dev.weir.delivery.dispatch.Tries.Tried;
import dev.weir.delivery.route.RouteCatalog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes jobs from the queue and has them delivered. Tenants take turns, and so do the routes of a
 * tenant; each route has a bulkhead and a breaker of its own. Every job that is taken is delivered,
 * dropped because nobody wants it any more, a dead letter, or given back.
 */
public final class DeliveryEngine {

  /** Longer waits are the queue's. */
  private static final Duration LONGEST_HELD = Duration.ofSeconds(60);

  private static final Duration DATABASE_AWAY = Duration.ofSeconds(5);
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Of the time to stop: to hand back what did not end in time. */
  private static final Duration HANDING_BACK = Duration.ofSeconds(1);

  private final DispatchConfig config;
  private final DispatchObserver observer;
  private final DispatchLog log = new DispatchLog();
  private final Tries tries = new Tries();
  private final Schedule schedule = new Schedule();
  private final HeldJobs jobs;
  private final Attempt attempt;
  private final LetterWriter letters;
  private final Puller puller;

  /** Makes one; it begins with {@link #start}. */
  public DeliveryEngine(
      DispatchConfig config,
      JobQueue queue,
      RouteCatalog catalog,
      Courier courier,
      DeadLetterStore store,
      DispatchObserver observer) {
    this.config = config;
    this.observer = observer;
    jobs = new HeldJobs(config, Clock.systemUTC(), this::paced);
    attempt = new Attempt(config, catalog, courier, observer, log);
    letters = new LetterWriter(store, this::buried);
    puller = new Puller(queue, catalog, jobs, this::take);
  }

  public void start() {
    schedule.start();
    letters.start();
    schedule.at(System.nanoTime() + SWEEP_NANOS, this::sweep);
    puller.start();
  }

  /** Why jobs are not taken, or not settled; null where they are. */
  public @Nullable String problem() {
    String pulling = puller.problem();
    return pulling == null ? letters.problem() : pulling;
  }

  /** How things stand. */
  public HeldJobs.Standing standing() {
    return jobs.standing();
  }

  /**
   * Takes no more, gives back what waits, and lets what is under way end; what does not in time is
   * given back too.
   */
  public void stop(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    puller.stop();
    jobs.close().forEach(job -> giveBack(job, Duration.ZERO));
    jobs.awaitNoneRunning(left(end).minus(HANDING_BACK));
    jobs.interruptRunning();
    letters.close(left(end).minus(HANDING_BACK.dividedBy(2)));
    schedule.close();
    jobs.all().forEach(job -> giveBack(job, Duration.ZERO));
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
  }

  /** What comes from the queue. */
  private void take(QueuedJob queued) throws InterruptedException {
    RouteJob job = queued.job();
    if (job == null) {
      log.malformed(String.valueOf(queued.fault()));
      observer.result(Attempt.UNKNOWN_TYPE, Result.MALFORMED);
      queued.done();
      return;
    }
    HeldJobs.Admission admission = jobs.admit(job, queued, tries);
    while (admission instanceof HeldJobs.Admission.Full full
        && puller.waitsForRoom(job, full.expectedWait())) {
      admission = jobs.admit(job, queued, tries);
    }
    switch (admission) {
      case HeldJobs.Admission.Admitted _ -> dispatch();
      case HeldJobs.Admission.Known _ -> {}
      case HeldJobs.Admission.Full full -> {
        observer.result(Attempt.UNKNOWN_TYPE, Result.POSTPONED);
        queued.postpone(Waits.ofPostponed(full.expectedWait()));
      }
      case HeldJobs.Admission.Closed _ -> queued.postpone(Duration.ZERO);
    }
  }

  /** Begins as many attempts as there may be. */
  private void dispatch() {
    HeldJob next = jobs.next();
    while (next != null) {
      HeldJob job = next;
      Thread thread = Thread.ofVirtual().name("weir-delivery").unstarted(() -> run(job));
      job.thread = thread;
      thread.start();
      next = jobs.next();
    }
  }

  private void run(HeldJob job) {
    try {
      settle(job, attempt.make(job));
    } catch (InterruptedException e) {
      giveBack(job, Duration.ZERO);
    } catch (RuntimeException e) {
      log.fault(job.job(), e);
      giveBack(job, Waits.ofPostponed(DATABASE_AWAY));
    } finally {
      job.thread = null;
      jobs.finished(job);
      dispatch();
    }
  }

  private void settle(HeldJob job, Verdict verdict) {
    switch (verdict) {
      case Verdict.Delivered _ -> finish(job, Result.DELIVERED);
      case Verdict.Dropped dropped -> {
        log.dropped(job.job(), dropped.reason());
        finish(job, Result.DROPPED);
      }
      case Verdict.GivenUp it -> giveUp(job, it);
      case Verdict.Retry retry -> {
        observer.result(job.type(), Result.FAILED);
        waitFor(job, retry.delay());
      }
      case Verdict.Postponed postponed -> postpone(job, postponed.delay());
    }
  }

  private void finish(HeldJob job, Result result) {
    observer.result(job.type(), result);
    if (job.done()) {
      jobs.release(job);
    }
  }

  private void giveUp(HeldJob job, Verdict.GivenUp verdict) {
    String error = verdict.error() == null ? job.tried().error() : verdict.error();
    String text = error == null ? "given up" : error;
    observer.result(job.type(), verdict.result());
    job.tried(job.tried().givenUp(text));
    log.buried(job.job(), job.tried().attempts(), text);
    letters.add(new Burial(job, new DeadLetter(job.job(), text, job.tried().attempts())));
  }

  private void buried(List<Burial> burials, @Nullable StoreException failure) {
    for (Burial burial : burials) {
      if (failure != null) {
        postpone(burial.job(), Waits.ofPostponed(DATABASE_AWAY));
      } else if (burial.job().done()) {
        jobs.release(burial.job());
      }
    }
    if (failure == null) {
      observer.buried(burials.size());
    }
  }

  /** The wait holds no place in any bulkhead. */
  private void waitFor(HeldJob job, Duration wait) {
    if (wait.compareTo(LONGEST_HELD) > 0) {
      postpone(job, wait);
      return;
    }
    schedule.at(
        System.nanoTime() + wait.toNanos(),
        () -> {
          if (jobs.lineUp(job)) {
            dispatch();
          }
        });
  }

  private void postpone(HeldJob job, Duration delay) {
    observer.result(job.type(), Result.POSTPONED);
    giveBack(job, delay);
  }

  private void giveBack(HeldJob job, Duration delay) {
    Tried tried = job.tried();
    tries.remember(job.job(), tried);
    if (job.postpone(delay)) {
      jobs.release(job);
    }
  }

  private void paced(RouteWork route, long nanos) {
    schedule.at(
        nanos,
        () -> {
          jobs.due(route);
          dispatch();
        });
  }

  private void sweep() {
    schedule.at(System.nanoTime() + SWEEP_NANOS, this::sweep);
    jobs.sweep(config.patience().dividedBy(3));
  }
}

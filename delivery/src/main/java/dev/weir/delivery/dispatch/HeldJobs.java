package dev.weir.delivery.dispatch;

import dev.weir.core.delivery.QueuedJob;
import dev.weir.core.route.RouteJob;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All jobs in memory: those that wait, are under way, wait for another attempt, or become dead
 * letters. Safe for use by many threads.
 */
public final class HeldJobs {

  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** What came of a job that wants to be held. */
  sealed interface Admission {
    record Admitted() implements Admission {}

    /** It is held already; it is answered as it came last. */
    record Known() implements Admission {}

    /** Its route, or its tenant, has as many as it may; one more would wait for so long. */
    record Full(Duration expectedWait) implements Admission {}

    record Closed() implements Admission {}
  }

  /**
   * How things stand at one moment.
   *
   * @param held in memory
   * @param waiting for their turn
   * @param running attempts under way
   * @param breakers how many routes are in each state
   */
  public record Standing(int held, int waiting, int running, Map<BreakerState, Integer> breakers) {}

  private final DispatchConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final FairQueue queue;
  private final Map<String, HeldJob> held = new ConcurrentHashMap<>();
  private long heldBytes;
  private long releases;
  private int running;
  private boolean closed;

  HeldJobs(DispatchConfig config, Clock clock, FairQueue.Pacer pacer) {
    this.config = config;
    queue = new FairQueue(config, clock, pacer);
  }

  /** Waits until more may be held; how many, 0 where there is no room in time. */
  int awaitRoom(Duration bound) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = bound.toNanos();
      while (room() == 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
      return room();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is released. */
  void awaitRelease(Duration bound) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long seen = releases;
      long left = bound.toNanos();
      while (releases == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  Admission admit(RouteJob job, QueuedJob queued, Tries tries) {
    lock.lock();
    try {
      long now = System.nanoTime();
      HeldJob known = held.get(Tries.key(job));
      if (known != null) {
        known.cameAgain(queued, now);
        return new Admission.Known();
      }
      if (closed) {
        return new Admission.Closed();
      }
      RouteWork route = queue.work(job.tenantId(), job.routeId(), now);
      if (!queue.hasRoom(route, job.payload().length, now)) {
        return new Admission.Full(route.expectedWait(now));
      }
      HeldJob made = new HeldJob(job, queued, route, tries.recall(job), now);
      held.put(Tries.key(job), made);
      heldBytes += job.payload().length;
      queue.hold(made);
      queue.add(made, now);
      return new Admission.Admitted();
    } finally {
      lock.unlock();
    }
  }

  /** The job whose turn it is, if one more attempt may be under way; null where there is none. */
  @Nullable HeldJob next() {
    lock.lock();
    try {
      if (closed || running >= config.concurrency()) {
        return null;
      }
      HeldJob job = queue.next(System.nanoTime());
      if (job != null) {
        running++;
      }
      return job;
    } finally {
      lock.unlock();
    }
  }

  /** An attempt is over. */
  void finished(HeldJob job) {
    lock.lock();
    try {
      running--;
      queue.finished(job.route(), System.nanoTime());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** It waits for its turn again; false where no more turns are given. */
  boolean lineUp(HeldJob job) {
    lock.lock();
    try {
      if (!closed) {
        queue.add(job, System.nanoTime());
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  void due(RouteWork route) {
    lock.lock();
    try {
      queue.due(route, System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** It is settled. */
  void release(HeldJob job) {
    lock.lock();
    try {
      if (held.remove(Tries.key(job.job()), job)) {
        heldBytes -= job.job().payload().length;
        queue.release(job, System.nanoTime());
        releases++;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives no more turns; those that are not under way. */
  List<HeldJob> close() {
    lock.lock();
    try {
      closed = true;
      queue.drain(_ -> {});
      return held.values().stream()
          .filter(job -> job.thread == null && !job.tried().isFinal())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  void awaitNoneRunning(Duration bound) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = bound.toNanos();
      while (running > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  void interruptRunning() {
    for (HeldJob job : held.values()) {
      Thread thread = job.thread;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  Collection<HeldJob> all() {
    return new ArrayList<>(held.values());
  }

  Standing standing() {
    lock.lock();
    try {
      Map<BreakerState, Integer> breakers = new EnumMap<>(BreakerState.class);
      queue.routes(route -> breakers.merge(route.breakerState(), 1, Integer::sum));
      return new Standing(held.size(), queue.waiting(), running, breakers);
    } finally {
      lock.unlock();
    }
  }

  /** Once a second: reminds the queue of what is held for long, and looks at how fast things go. */
  void sweep(Duration remindEvery) {
    long now = System.nanoTime();
    held.values().forEach(job -> job.remind(now, remindEvery.toNanos()));
    lock.lock();
    try {
      queue.routes(RouteWork::rate);
      queue.forgetIdle(now, IDLE_NANOS);
    } finally {
      lock.unlock();
    }
  }

  private int room() {
    return heldBytes >= config.maxBytes() ? 0 : Math.max(0, config.maxJobs() - held.size());
  }
}

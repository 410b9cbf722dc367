package dev.weir.delivery.dispatch;

import dev.weir.core.delivery.QueuedJob;
import dev.weir.core.route.RouteJob;
import dev.weir.delivery.dispatch.Tries.Tried;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A job in memory, until it is settled: once, by whoever comes first. */
final class HeldJob {

  private final RouteJob job;
  private final RouteWork route;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile QueuedJob queued;
  private volatile Tried tried;
  private volatile long touchedNanos;
  private volatile String type = Attempt.UNKNOWN_TYPE;

  /** The thread of an attempt under way; null where none is. */
  volatile @Nullable Thread thread;

  HeldJob(RouteJob job, QueuedJob queued, RouteWork route, Tried tried, long nowNanos) {
    this.job = job;
    this.queued = queued;
    this.route = route;
    this.tried = tried;
    touchedNanos = nowNanos;
  }

  RouteJob job() {
    return job;
  }

  RouteWork route() {
    return route;
  }

  Tried tried() {
    return tried;
  }

  void tried(Tried now) {
    tried = now;
  }

  /** Of the destination, as far as it is known now. */
  String type() {
    return type;
  }

  void type(String now) {
    type = now;
  }

  Duration age() {
    return queued.age();
  }

  /** The queue gave it to us once more: from now on it is answered as it came last. */
  void cameAgain(QueuedJob again, long nowNanos) {
    queued = again;
    touchedNanos = nowNanos;
  }

  /** Says that it is still at work, where that was not said for so long. */
  void remind(long nowNanos, long everyNanos) {
    if (nowNanos - touchedNanos >= everyNanos && !settled.get()) {
      touchedNanos = nowNanos;
      queued.inProgress();
    }
  }

  /** It leaves the queue; false where it was settled before. */
  boolean done() {
    boolean first = settled.compareAndSet(false, true);
    if (first) {
      queued.done();
    }
    return first;
  }

  /** It goes back to the queue; false where it was settled before. */
  boolean postpone(Duration delay) {
    boolean first = settled.compareAndSet(false, true);
    if (first) {
      queued.postpone(delay);
    }
    return first;
  }
}

package dev.weir.delivery.dispatch;

import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does things at their time, one after the other, in a thread of its own. */
final class Schedule implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Schedule.class);

  private record Task(long nanos, Runnable what) implements Delayed {

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.signum(nanos - ((Task) other).nanos);
    }
  }

  private final DelayQueue<Task> tasks = new DelayQueue<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("weir-delivery-schedule").unstarted(this::run);

  void start() {
    thread.start();
  }

  /** Has something done, quickly, at a time of {@link System#nanoTime}. */
  void at(long nanos, Runnable what) {
    tasks.add(new Task(nanos, what));
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Runnable what = tasks.take().what();
        try {
          what.run();
        } catch (RuntimeException | Error e) { // whatever it is, all others wait for this thread
          log.error("a fault of ours", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

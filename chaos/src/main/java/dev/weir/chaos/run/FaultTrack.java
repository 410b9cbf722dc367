package dev.weir.chaos.run;

import dev.weir.chaos.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One fault after another, drawn by a seed from lists that take turns. */
final class FaultTrack {

  /** Waits until a fault is got over, and says so. */
  @FunctionalInterface
  interface Watch {
    void recovery(String fault) throws InterruptedException;
  }

  private final Installation installation;
  private final Timeline timeline;
  private final Watch watch;
  private final Random random;
  private final Duration pace;
  private final List<List<Fault>> lists;

  /**
   * A track.
   *
   * @param pace from one fault to the next on the average, what they take themselves included
   */
  FaultTrack(
      Installation installation,
      Timeline timeline,
      Watch watch,
      long seed,
      Duration pace,
      List<List<Fault>> lists) {
    this.installation = installation;
    this.timeline = timeline;
    this.watch = watch;
    this.random = new Random(seed);
    this.pace = pace;
    this.lists = lists;
  }

  /** Until a moment of {@link System#nanoTime}; the last fault is mended. */
  void run(long untilNanos) {
    try {
      for (int i = 0; System.nanoTime() - untilNanos < 0; i++) {
        List<Fault> list = lists.get(i % lists.size());
        double share = 0.5 + random.nextDouble();
        long next = System.nanoTime() + (long) (pace.toNanos() * share);
        make(list.get(random.nextInt(list.size())));
        installation.members().forEach(Member::start);
        TimeUnit.NANOSECONDS.sleep(Math.min(next, untilNanos) - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void make(Fault fault) throws InterruptedException {
    timeline.tell(fault.name());
    try {
      fault.happen();
      watch.recovery(fault.name());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | AssertionError e) {
      timeline.failed(fault.name(), e);
    }
  }
}

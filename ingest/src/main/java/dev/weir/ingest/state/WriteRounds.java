package dev.weir.ingest.state;

import dev.weir.core.store.DeviceSeen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Takes devices from those that wait, in rounds: all that were waiting when the round began, some
 * at a time, in the order of their keys. Owned by one lane.
 */
final class WriteRounds {

  private final WaitingStates waiting;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private int[] numbers = {};
  private int taken;
  private long next;

  /**
   * Makes one whose first round may begin at once.
   *
   * @param interval at least so long between the beginnings of two rounds; zero for none
   */
  WriteRounds(WaitingStates waiting, Duration interval, LongSupplier nanoTime) {
    this.waiting = waiting;
    this.nanoTime = nanoTime;
    intervalNanos = interval.toNanos();
    next = nanoTime.getAsLong();
  }

  /** Whether all of the round was taken. */
  boolean isDone() {
    return taken == numbers.length;
  }

  /** Whether a new round is to begin. */
  boolean isDue() {
    return isDone() && waiting.size() > 0 && nanoTime.getAsLong() - next >= 0;
  }

  /** Lets the next round begin at a time, whenever the last one began. */
  void resumeAt(long nanos) {
    next = nanos;
  }

  /**
   * Begins a round. Of a large fleet it takes longer to put in order than a lane should stand: that
   * is done by whoever gets what is returned, and then the lane runs what that gives.
   */
  Supplier<Runnable> begin() {
    next = nanoTime.getAsLong() + intervalNanos;
    Supplier<int[]> order = waiting.order();
    return () -> {
      int[] ordered = order.get();
      return () -> begin(ordered);
    };
  }

  /** Begins one in whatever order. */
  void beginUnordered() {
    begin(waiting.numbers());
  }

  private void begin(int[] ofAll) {
    numbers = ofAll;
    taken = 0;
  }

  /** Takes the next devices of the round, at most so many. */
  List<DeviceSeen> take(int most) {
    int end = Math.min(numbers.length, taken + most);
    List<DeviceSeen> devices = new ArrayList<>(end - taken);
    while (taken < end) {
      devices.add(waiting.take(numbers[taken++]));
    }
    return devices;
  }
}

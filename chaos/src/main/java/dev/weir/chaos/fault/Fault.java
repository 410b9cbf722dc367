package dev.weir.chaos.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Something to break.
 *
 * @param name for people; the same fault always has the same
 * @param hold how long it stays broken
 * @param kind what the load has to be like meanwhile
 * @param begin breaks it
 * @param end mends it; the time to recover counts from its return
 */
public record Fault(String name, Duration hold, Kind kind, Action begin, Action end) {

  /** Breaks it, holds that, and mends it; half of a fault is mended too. */
  public void happen() throws Exception {
    try {
      begin.run();
      TimeUnit.NANOSECONDS.sleep(hold.toNanos());
    } finally {
      end.run();
    }
  }

  /** What a fault does to the streams themselves. */
  public enum Kind {
    /** Nothing. */
    UNDER_LOAD,
    /** It is a {@link Purge}, so the load is of good messages only, each sent once. */
    PURGE,
    /** It makes them anew: nothing is published meanwhile, and all is read before. */
    NEW_STREAMS
  }

  /** A step; what it throws ends the run. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  /** One that is over as soon as it was done. */
  static Fault moment(String name, Action action) {
    return during(name, Duration.ZERO, action, () -> {});
  }

  static Fault during(String name, Duration hold, Action begin, Action end) {
    return new Fault(name, hold, Kind.UNDER_LOAD, begin, end);
  }
}

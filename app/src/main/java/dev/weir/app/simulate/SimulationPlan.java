package dev.weir.app.simulate;

import java.time.Duration;

/**
 * How much to send, and how fast.
 *
 * @param messagesPerSecond 0 for as fast as possible
 * @param messages how many; 0 for no bound
 * @param duration how long; zero for no bound
 * @param settle how long after the last message those without an answer are tried again
 */
public record SimulationPlan(
    double messagesPerSecond, long messages, Duration duration, Duration settle) {

  /** Time between two readings where the speed is open: as if 50,000 were taken in a second. */
  private static final long OPEN_INTERVAL_NANOS = 20_000;

  public SimulationPlan {
    if (messagesPerSecond < 0 || messages < 0 || duration.isNegative() || settle.isNegative()) {
      throw new IllegalArgumentException("a simulation's numbers must not be negative");
    }
  }

  /** From one message to the next, for the readings' times. */
  public long intervalNanos() {
    return messagesPerSecond == 0 ? OPEN_INTERVAL_NANOS : (long) (1e9 / messagesPerSecond);
  }

  /** Messages a second that each of a number of devices sends; infinite where nothing slows it. */
  public double perDevice(int devices) {
    return messagesPerSecond == 0 ? Double.POSITIVE_INFINITY : messagesPerSecond / devices;
  }

  /**
   * Messages that each of a number of devices sends at most; infinite where nothing bounds them.
   */
  double mostOfDevice(int devices) {
    double byCount = messages == 0 ? Double.POSITIVE_INFINITY : messages;
    double byTime =
        messagesPerSecond == 0 || duration.isZero()
            ? Double.POSITIVE_INFINITY
            : messagesPerSecond * duration.toMillis() / 1_000;
    return Math.ceil(Math.min(byCount, byTime) / devices);
  }

  boolean isOver(long index, long elapsedNanos) {
    return (messages > 0 && index >= messages)
        || (!duration.isZero() && elapsedNanos >= duration.toNanos());
  }

  /** When a message is due, counted from the start: by schedule, so that no delay adds up. */
  long dueNanos(long index) {
    return messagesPerSecond == 0 ? 0 : (long) (index * 1e9 / messagesPerSecond);
  }
}

package dev.weir.benchmarks.growth;

import dev.weir.benchmarks.Setup;
import java.time.Duration;

/**
 * Where a curve is measured.
 *
 * @param label for people
 * @param at the number that grows
 * @param metrics of a message
 * @param wrongPercent of messages, whose token is wrong
 * @param age of the readings
 */
record Point(String label, double at, Setup setup, int metrics, int wrongPercent, Duration age) {

  private static final int METRICS = 4; // as fleets have them

  /** Good messages of now. */
  static Point of(long at, Setup setup) {
    return new Point("%,d".formatted(at), at, setup, METRICS, 0, Duration.ZERO);
  }

  Point called(String name) {
    return new Point(name, at, setup, metrics, wrongPercent, age);
  }

  Point withMetrics(int number) {
    return new Point(label, at, setup.withMetrics(number), number, wrongPercent, age);
  }

  Point withWrong(int percent) {
    return new Point(label, at, setup, metrics, percent, age);
  }

  Point ofAge(Duration duration) {
    return new Point(label, at, setup, metrics, wrongPercent, duration);
  }

  /** Whether a message is one whose token is wrong; each device has its share of them in turn. */
  boolean isWrong(long index) {
    return (index / setup.devices() + index) * 37 % 100 < wrongPercent;
  }

  /** Whether messages are to have other metrics than those of the fleet. */
  boolean hasOtherMetrics() {
    return metrics != METRICS;
  }

  /** Whether every message becomes a row. */
  boolean storesAll() {
    return wrongPercent == 0;
  }
}

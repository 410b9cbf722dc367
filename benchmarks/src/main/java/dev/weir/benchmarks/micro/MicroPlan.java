package dev.weir.benchmarks.micro;

/**
 * How much is measured of each benchmark, in one JVM of its own.
 *
 * @param warmups iterations that do not count
 * @param iterations that count
 * @param iterationMillis how long each takes
 */
record MicroPlan(int warmups, int iterations, int iterationMillis) {

  /** The tree's code is compiled for some seconds where others use the cores, too. */
  static final MicroPlan DEFAULT = new MicroPlan(12, 10, 400);

  static final MicroPlan QUICK = new MicroPlan(2, 3, 200);
}

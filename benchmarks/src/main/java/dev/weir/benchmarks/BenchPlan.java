package dev.weir.benchmarks;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param messages of each backlog
 * @param warmUps backlogs after the cold one that are not measured: the JIT is busy for that long
 * @param rounds each a backlog, and raw COPY of the rows that it gave
 * @param steady how long devices publish at a fixed rate
 * @param trickle how long they publish ten messages a second
 */
record BenchPlan(int messages, int warmUps, int rounds, Duration steady, Duration trickle) {

  static final BenchPlan DEFAULT =
      new BenchPlan(300_000, 2, 3, Duration.ofSeconds(20), Duration.ofSeconds(15));

  static final BenchPlan QUICK =
      new BenchPlan(75_000, 0, 2, Duration.ofSeconds(5), Duration.ofSeconds(5));
}

package dev.weir.benchmarks.growth;

/**
 * How much is measured at each point.
 *
 * @param warmUp messages of the first backlog, which does not count; at least one of each device
 * @param messages of each backlog that counts
 * @param rounds each a backlog
 */
record GrowthPlan(int warmUp, int messages, int rounds) {

  static final GrowthPlan DEFAULT = new GrowthPlan(200_000, 150_000, 3);

  static final GrowthPlan QUICK = new GrowthPlan(50_000, 30_000, 2);
}

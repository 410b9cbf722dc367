package dev.weir.benchmarks.micro;

import dev.weir.benchmarks.Machine;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What a run of the steps found, as it is written into the result. */
record MicroFigures(Machine machine, MicroPlan plan, List<Step> steps) {

  /** The profiler's name for bytes allocated an operation. */
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /**
   * One step by one design.
   *
   * @param name the benchmark's class and method
   * @param parameters empty where it has none
   * @param nanos a message
   * @param bytes allocated a message
   */
  record Step(String name, Map<String, String> parameters, Figure nanos, Figure bytes) {}

  /**
   * A mean.
   *
   * @param error half of the interval in which it lies with 99.9%; null where too little was
   *     measured to tell
   */
  record Figure(double mean, @Nullable Double error) {}

  static MicroFigures of(Machine machine, MicroPlan plan, Collection<RunResult> results) {
    return new MicroFigures(machine, plan, results.stream().map(MicroFigures::step).toList());
  }

  private static Step step(RunResult result) {
    BenchmarkParams benchmark = result.getParams();
    Map<String, String> parameters = new TreeMap<>();
    benchmark.getParamsKeys().forEach(key -> parameters.put(key, benchmark.getParam(key)));
    String name = benchmark.getBenchmark();
    return new Step(
        name.substring(MicroFigures.class.getPackageName().length() + 1),
        parameters,
        figure(result.getPrimaryResult()),
        figure(Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))));
  }

  private static Figure figure(Result<?> result) {
    double error = result.getScoreError();
    return new Figure(result.getScore(), Double.isFinite(error) ? error : null);
  }
}

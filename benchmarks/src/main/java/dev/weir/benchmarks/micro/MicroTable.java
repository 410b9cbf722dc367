package dev.weir.benchmarks.micro;

import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.joining;

import dev.weir.benchmarks.Machine;
import dev.weir.benchmarks.micro.MicroFigures.Figure;
import dev.weir.benchmarks.micro.MicroFigures.Step;

/** A run of the steps for people. */
final class MicroTable {

  private MicroTable() {}

  static String of(MicroFigures figures, String name) {
    Machine machine = figures.machine();
    MicroPlan plan = figures.plan();
    return """
    # %s

    One thread, messages of %,d devices, four metrics each, every rule on; for each line a JVM of its own, %d iterations
    of %,d ms after %d to warm up, errors at 99.9%%. On %d cores (%s) that are shared by everything, %s, commit %s; Java %s.

    | benchmark | with | ns a message | ± | bytes allocated | ± |
    | --- | --- | ---: | ---: | ---: | ---: |
    %s
    """
        .formatted(
            name,
            Messages.BATCH,
            plan.iterations(),
            plan.iterationMillis(),
            plan.warmups(),
            machine.cores(),
            machine.processor(),
            machine.date(),
            machine.commit(),
            machine.java(),
            figures.steps().stream().map(MicroTable::row).collect(joining("\n")));
  }

  private static String row(Step step) {
    String parameters =
        step.parameters().entrySet().stream()
            .map(parameter -> parameter.getKey() + ' ' + parameter.getValue())
            .collect(joining(", "));
    return "| %s | %s | %s | %s |"
        .formatted(step.name(), parameters, figure(step.nanos()), figure(step.bytes()));
  }

  private static String figure(Figure figure) {
    Double error = figure.error();
    return number(figure.mean()) + " | " + (error == null ? "" : number(error));
  }

  private static String number(double value) {
    return String.format(ROOT, value < 100 ? "%.1f" : "%,.0f", value);
  }
}

package dev.weir.benchmarks.micro;

import dev.weir.benchmarks.JsonFile;
import dev.weir.benchmarks.Machine;
import dev.weir.benchmarks.ResultOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./weir bench --micro}. */
@Command(
    name = "weir bench --micro",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the steps that a message goes through, one by one, without servers,",
      "beside the designs that they were chosen instead of: nanoseconds, and bytes",
      "allocated. Takes three to four minutes; nothing else should run meanwhile.",
      "Prints a table; what JMH tells goes to stderr. A run of all of them is kept as",
      "a JSON file and a table."
    })
public final class MicroBench implements Callable<Integer> {

  /** Little that is allocated lives on: the simplest collector disturbs least. */
  private static final String[] JVM = {
    "-Xms512m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:+UseCompactObjectHeaders",
    "--sun-misc-unsafe-memory-access=allow"
  };

  private static final String KEPT = "micro";

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "REGEX",
      description = "only benchmarks in whose name it is found, such as Parser or Copy")
  private @Nullable Pattern only;

  @Mixin private ResultOptions results = new ResultOptions();

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new MicroBench()).execute(args));
  }

  @Override
  public Integer call() throws RunnerException, IOException, InterruptedException {
    MicroPlan plan = results.isQuick() ? MicroPlan.QUICK : MicroPlan.DEFAULT;
    Path folder = results.folder();
    MicroFigures figures = MicroFigures.of(Machine.now(folder), plan, run(plan));
    String table = MicroTable.of(figures, results.title(KEPT));
    String kept = results.kept(KEPT, only == null);
    if (kept != null) {
      Files.createDirectories(folder);
      JsonFile.write(folder.resolve(kept + ".json"), figures);
      Files.writeString(folder.resolve(kept + ".md"), table);
    }
    System.out.print(table);
    return 0;
  }

  private Collection<RunResult> run(MicroPlan plan) throws RunnerException {
    try {
      PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
      return new Runner(
              options(plan), OutputFormatFactory.createFormatInstance(progress, VerboseMode.NORMAL))
          .run();
    } catch (NoBenchmarksException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "no benchmark's name has " + only);
    }
  }

  private Options options(MicroPlan plan) {
    TimeValue iteration = TimeValue.milliseconds(plan.iterationMillis());
    return new OptionsBuilder()
        .include(only == null ? ".*" : only.pattern())
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .addProfiler(GCProfiler.class)
        .forks(1)
        .jvmArgs(JVM)
        .warmupIterations(plan.warmups())
        .warmupTime(iteration)
        .measurementIterations(plan.iterations())
        .measurementTime(iteration)
        .build();
  }
}

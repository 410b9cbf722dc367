package dev.weir.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./weir bench}. */
@Command(
    name = "weir bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures ingest, on servers of its own, beside what they could do alone: raw COPY of the same",
      "rows into the same table, and reading the same stream. Takes a few minutes; nothing else",
      "should run meanwhile. Writes a JSON file, a table and a plot."
    },
    footer = {
      "",
      "./weir bench --micro [REGEX] measures single steps instead, without servers;",
      "./weir bench --growth [CURVE...] how what ingest costs grows with devices, rows",
      "and more. With --help each tells more.",
      "",
      "With --no-stack a database is made on the server, and dropped at the end. The user",
      "must be one that may make databases and run CHECKPOINT (a superuser may), and",
      "PostgreSQL have track_commit_timestamp = on; NATS must have no streams of a Weir,",
      "and room for 44 GiB. What CPU those servers take is not known."
    })
public final class Bench implements Callable<Integer> {

  private static final double STEADY = 10_000;
  private static final double TRICKLE = 10;
  private static final int METRICS = 4;
  private static final int DEVICES = 1_000;
  private static final String KEPT = "ingest";

  @Option(names = "--devices", paramLabel = "N", description = "that send: 1,000 by default")
  private int devices = DEVICES;

  @Mixin private ResultOptions results = new ResultOptions();

  @Mixin private ServerOptions servers = new ServerOptions();

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Figures figures =
        measure(
            results.isQuick() ? BenchPlan.QUICK : BenchPlan.DEFAULT,
            devices,
            servers.servers(),
            results.folder());
    String kept = results.kept(KEPT, devices == DEVICES && servers.isOwnStack());
    if (kept != null) {
      ResultFiles.write(figures, results.folder(), kept);
    }
    System.out.print(ResultFiles.table(figures, results.title(KEPT)));
    return 0;
  }

  /**
   * Measures.
   *
   * @param checkout a folder of it, whose commit is told
   */
  static Figures measure(BenchPlan plan, int devices, Servers servers, Path checkout)
      throws Exception {
    Setup setup = Setup.ofDevices(devices);
    int messages = Math.max(devices, plan.messages()); // all of them send
    int before = devices > plan.messages() ? devices : 0; // few devices are learnt by few messages
    try (Stage stage = new Stage(servers, setup)) {
      Load load = new Load(stage, stage.fleet());
      Load wrong = new Load(stage, stage.impostors());
      stage.awaitLanes();
      told("warming up");
      Round first = Round.run(stage, load, 0, messages);
      int warmUps = before > 0 ? 0 : plan.warmUps(); // a large fleet's first backlog is enough
      for (int i = 0; i < warmUps; i++) {
        Round.run(stage, load, 0, messages);
      }
      List<Round> rounds = new ArrayList<>();
      List<Double> refused = new ArrayList<>();
      for (int i = 1; i <= plan.rounds(); i++) {
        Round round = Round.run(stage, load, before, messages);
        rounds.add(round);
        told(
            "round %d: %,.0f messages/s, %.2f of raw COPY"
                .formatted(i, round.ingested(), round.ratio()));
        refused.add(Round.refused(stage, wrong, messages));
      }
      List<Latency> latency =
          List.of(
              latency(stage, load, STEADY, plan.steady()),
              latency(stage, load, TRICKLE, plan.trickle()));
      stage.requireRefused((long) messages * plan.rounds());
      return new Figures(
          Machine.now(stage.database(), checkout),
          new Figures.Setting(
              messages,
              stage.fleet().senders().size(),
              METRICS,
              plan.rounds(),
              setup.javaOptions()),
          Figures.throughput(rounds, first.ingested(), refused),
          latency,
          Figures.CpuMicros.of(rounds.stream().map(Round::drain).toList()),
          process(stage, rounds));
    }
  }

  private static Latency latency(Stage stage, Load load, double perSecond, Duration duration)
      throws Exception {
    told("%,.0f messages/s for %d s".formatted(perSecond, duration.toSeconds()));
    return Latency.measure(stage, load, perSecond, duration);
  }

  private static Figures.IngestProcess process(Stage stage, List<Round> rounds) throws Exception {
    return new Figures.IngestProcess(
        stage.readyMillis(),
        stage.ingest().residentBytes(),
        Figures.median(rounds, round -> round.drain().allocated() / round.drain().messages()),
        stage.ingest().metric("jvm_gc_pause_seconds_count"),
        stage.ingest().metric("jvm_gc_pause_seconds_sum"),
        stage.ingest().metric("jvm_gc_pause_seconds_max"));
  }

  private static void told(String what) {
    System.err.println("weir: " + what);
  }
}

package dev.weir.chaos;

import dev.weir.chaos.devices.DeviceRun;
import dev.weir.chaos.ledger.Findings;
import dev.weir.chaos.run.FaultRow;
import dev.weir.chaos.run.FaultTable;
import dev.weir.chaos.run.FixedRun;
import dev.weir.chaos.run.Installation;
import dev.weir.chaos.run.Jvm;
import dev.weir.chaos.run.OverloadRun;
import dev.weir.chaos.run.RandomRun;
import dev.weir.testkit.nats.TestNats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./weir chaos}: exit code 0 only if the ledger balances. */
@Command(
    name = "weir chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Breaks servers, networks and processes of its own under load, and then looks for every",
      "message that was acknowledged. Without --minutes: each kind of fault once, with a table."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every message is where it belongs", "1:one is not, or a fault failed"})
public final class Chaos implements Callable<Integer> {

  private static final int PROCESSES = 3;

  /** What is refused in that time fits on the small disk, to which a fault moves it. */
  private static final int MAX_MINUTES = 60;

  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "faults by chance for so long, 1 to 60")
  private @Nullable Integer minutes;

  @Option(
      names = "--overload",
      description = {
        "with --minutes: no faults, but publishers that are faster than ingest for half of the",
        "time, and a database ten times slower as well for the other half"
      })
  private boolean overload;

  @Option(
      names = "--devices",
      description = {
        "without --minutes: what happens to brokers, bridges and gateways, by the ledger that",
        "devices keep"
      })
  private boolean devices;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "the same seed gives the same faults; chosen anew by default")
  private @Nullable Long seed;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "without --minutes: only faults whose name contains this")
  private String only = "";

  @Option(
      names = "--document",
      paramLabel = "FILE",
      description =
          "without --minutes: a Markdown file whose marked table is replaced, if all is well")
  private @Nullable Path document;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Chaos())
            .setExitCodeExceptionMapper(e -> 1)
            .setParameterExceptionHandler((e, arguments) -> {
              e.getCommandLine().getErr().println("weir: " + e.getMessage());
              return 64;
            })
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    checkOptions();
    long chosen = seed == null ? System.nanoTime() : seed;
    System.out.println("seed " + chosen);
    if (minutes == null) {
      return fixed(chosen);
    }
    Duration duration = Duration.ofMinutes(minutes);
    return overload ? overload(chosen, duration) : random(chosen, duration);
  }

  private void checkOptions() throws IOException {
    require(
        minutes == null || (minutes >= 1 && minutes <= MAX_MINUTES),
        "--minutes is " + minutes + ", allowed are 1 to " + MAX_MINUTES);
    require(!overload || minutes != null, "--overload needs --minutes");
    require(!devices || minutes == null, "--devices goes without --minutes");
    require(minutes == null || only.isEmpty(), "--only goes without --minutes");
    require(
        document == null || (minutes == null && only.isEmpty()),
        "--document goes without --minutes and --only: its table is the whole one");
    require(
        document == null || table().hasPlace(document),
        document + " has no place that is marked for the table of faults");
  }

  private FaultTable table() {
    return new FaultTable(devices ? "./weir chaos --devices" : "./weir chaos");
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private int fixed(long seed) throws Exception {
    List<FaultRow> rows = new ArrayList<>();
    if (devices) {
      rows.addAll(DeviceRun.run(Jvm.AS_SHIPPED, name -> name.contains(only), seed, System.out));
      return told(rows, seed);
    }
    rows.addAll(FixedRun.onOneServer(Jvm.AS_SHIPPED, PROCESSES, only, seed, System.out));
    rows.addAll(FixedRun.onCluster(Jvm.AS_SHIPPED, PROCESSES, only, seed, System.out));
    return told(rows, seed);
  }

  private int told(List<FaultRow> rows, long seed) throws IOException {
    require(!rows.isEmpty(), "no fault's name contains '" + only + "'");
    boolean isClean = rows.stream().allMatch(row -> row.findings().isClean());
    if (document != null && isClean) {
      table().put(document, table().of(rows, seed));
    }
    return isClean ? 0 : 1;
  }

  private static int random(long seed, Duration duration) throws Exception {
    TestNats nats = TestNats.start();
    try (Installation installation = new Installation(PROCESSES, nats, Map.of(), Jvm.AS_SHIPPED)) {
      RandomRun run = new RandomRun(installation, nats, seed, System.out);
      int code = told(run.run(duration));
      if (run.failures() > 0) {
        System.out.printf("%d faults failed; the timeline says which%n", run.failures());
      }
      return Math.max(code, run.failures() > 0 ? 1 : 0);
    }
  }

  private static int overload(long seed, Duration duration) throws Exception {
    try (Installation installation =
        new Installation(PROCESSES, TestNats.start(), OverloadRun.SETTINGS, Jvm.AS_SHIPPED)) {
      OverloadRun.Result result =
          new OverloadRun(installation, seed, System.out).run(duration.dividedBy(2));
      System.out.printf(
          "%nall accounted for %.1f s after the overload's last message; then a lag of %.2f s; %s%n",
          result.drained().toMillis() / 1e3,
          result.lag().toMillis() / 1e3,
          result.lost().isEmpty() ? "no lease lost" : "LEASES LOST: " + result.lost());
      return Math.max(told(result.findings()), result.lost().isEmpty() ? 0 : 1);
    }
  }

  private static int told(Findings findings) {
    System.out.printf(
        "%n%,d messages acknowledged: %s%n",
        findings.messages(),
        findings.isClean() ? "every one is where it belongs, once" : "NOT all where they belong");
    for (Findings.Kind kind : Findings.Kind.values()) {
      System.out.printf("%s %d%n", kind, findings.count(kind));
    }
    findings.named().forEach(System.out::println);
    return findings.isClean() ? 0 : 1;
  }
}

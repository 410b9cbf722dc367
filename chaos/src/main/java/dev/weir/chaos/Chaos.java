package dev.weir.chaos;

import dev.weir.chaos.fault.DatabaseFaults;
import dev.weir.chaos.fault.Fault;
import dev.weir.chaos.fault.NatsFaults;
import dev.weir.chaos.fault.NetworkFaults;
import dev.weir.chaos.fault.ProcessFaults;
import dev.weir.chaos.ledger.Findings;
import dev.weir.chaos.run.FaultRow;
import dev.weir.chaos.run.FaultTable;
import dev.weir.chaos.run.FixedRun;
import dev.weir.chaos.run.Installation;
import dev.weir.chaos.run.RandomRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  static final int PROCESSES = 3;
  private static final int MAX_MINUTES = 24 * 60;

  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "faults by chance for so long, 1 to 1440")
  private @Nullable Integer minutes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "the same seed gives the same faults; chosen anew by default")
  private @Nullable Long seed;

  @Option(
      names = "--document",
      paramLabel = "FILE",
      description = "without --minutes: a Markdown file whose marked table is replaced")
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
    if (minutes != null && (minutes < 1 || minutes > MAX_MINUTES)) {
      throw new ParameterException(
          spec.commandLine(), "--minutes is " + minutes + ", allowed are 1 to " + MAX_MINUTES);
    }
    long chosen = seed == null ? System.nanoTime() : seed;
    System.out.println("seed " + chosen);
    try (Installation installation = new Installation(PROCESSES)) {
      return minutes == null
          ? fixed(installation, chosen, document)
          : random(installation, chosen, Duration.ofMinutes(minutes));
    }
  }

  private static int fixed(Installation installation, long seed, @Nullable Path document)
      throws Exception {
    List<FaultRow> rows = new FixedRun(installation, seed, System.out).run(each(installation));
    if (document != null) {
      FaultTable.put(document, FaultTable.of(rows, seed));
    }
    return rows.stream().allMatch(row -> row.findings().isClean()) ? 0 : 1;
  }

  private static int random(Installation installation, long seed, Duration duration)
      throws Exception {
    Findings findings = new RandomRun(installation, seed, System.out).run(duration);
    System.out.printf(
        "%n%,d messages acknowledged: %s%n",
        findings.messages(),
        findings.isClean() ? "every one is where it belongs, once" : "NOT all where they belong");
    findings.named().forEach(System.out::println);
    return findings.isClean() ? 0 : 1;
  }

  /** Each kind of fault once. */
  static List<Fault> each(Installation installation) {
    var member = installation.members().getFirst();
    List<Fault> faults = new ArrayList<>();
    faults.addAll(ProcessFaults.of(installation, member));
    faults.addAll(DatabaseFaults.of(installation));
    faults.addAll(NatsFaults.of(installation));
    faults.addAll(NatsFaults.byHand(installation));
    faults.addAll(NetworkFaults.of(installation, member));
    return faults;
  }
}

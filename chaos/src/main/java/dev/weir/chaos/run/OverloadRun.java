package dev.weir.chaos.run;

import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.Mix;
import dev.weir.chaos.ledger.Baseline;
import dev.weir.chaos.ledger.Findings;
import dev.weir.chaos.ledger.Incarnations;
import dev.weir.chaos.ledger.LedgerCheck;
import dev.weir.chaos.ledger.Load;
import dev.weir.testkit.TestDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * More than ingest can take: publishers that are faster, then a database that is ten times slower
 * as well, then a load as on any day.
 */
public final class OverloadRun {

  /** Of the processes: streams so small that they fill within seconds, and the default lease. */
  public static final Map<String, String> SETTINGS =
      Map.of("STREAM_MAX_BYTES", "8388608", "LEASE_SECONDS", "5");

  private static final double AS_FAST_AS_THEY_CAN = 1e6;
  private static final double ON_ANY_DAY = 2_000;
  private static final Duration DAY = Duration.ofSeconds(10);
  private static final Duration ROUND_TRIP = Duration.ofMillis(10);
  private static final int LOOKS = 10;
  private static final Duration SHARED_BOUND = Duration.ofSeconds(60);

  /**
   * A few turns of the coordinators: lanes that nobody is giving back have their owners by then.
   */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final Mix MIX = Mix.evenlyBad(0.6, 0.03, 0.1).unnumbered(0.2);

  private final Installation installation;
  private final long seed;
  private final PrintStream out;
  private final TestDatabase database;
  private final Progress progress;

  /** On an installation with {@link #SETTINGS}. */
  public OverloadRun(Installation installation, long seed, PrintStream out) {
    this.installation = installation;
    this.seed = seed;
    this.out = out;
    this.database = installation.database();
    this.progress = new Progress(database);
  }

  /**
   * What was seen.
   *
   * @param drained from the overload's last acknowledgement until that message was accounted for
   * @param lag afterwards, from an acknowledgement until all of that moment was accounted for: the
   *     longest of several
   * @param lost lanes that changed their owners, as they were before
   */
  public record Result(
      List<OverloadPhase> phases,
      Duration drained,
      Duration lag,
      List<String> lost,
      Findings findings) {}

  /**
   * Runs and checks every message.
   *
   * @param each how long publishers are faster, and how long the database is slower
   */
  public Result run(Duration each) throws Exception {
    Fleet fleet = new Fleet(seed, "overload", 5, 500);
    installation.register(fleet);
    Baseline baseline = Baseline.of(database);
    List<String> owners = sharedOwners();
    List<OverloadPhase> phases = new ArrayList<>();
    out.print(OverloadPhase.HEADER);

    Load first = overload(fleet, each, phases);
    Duration drained = progress.await(first.acknowledged().last());

    Fleet next = new Fleet(seed + 1, "overload-after", 5, 500);
    installation.register(next);
    try (Publishing calm = new Publishing(installation, next, seed + 1, MIX, ON_ANY_DAY, 0)) {
      phases.add(told(new LoadWatch(installation, calm).look("a load as on any day", DAY)));
      Duration lag = lag(calm);
      Load second = calm.stop();
      progress.await(second.acknowledged().last());
      owners.removeAll(owners());
      Findings findings = findings(baseline, List.of(first, second));
      return new Result(phases, drained, lag, owners, findings);
    }
  }

  private Load overload(Fleet fleet, Duration each, List<OverloadPhase> phases) throws Exception {
    try (Publishing flood =
        new Publishing(installation, fleet, seed, MIX, AS_FAST_AS_THEY_CAN, 0)) {
      LoadWatch watch = new LoadWatch(installation, flood);
      phases.add(told(watch.look("publishers faster than ingest", each)));
      slowDown();
      phases.add(told(watch.look("and a database ten times slower", each)));
      installation.mend();
      return flood.stop();
    }
  }

  private OverloadPhase told(OverloadPhase phase) {
    out.print(phase.toMarkdown());
    out.flush();
    return phase;
  }

  private Duration lag(Publishing publishing) throws InterruptedException {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < LOOKS; i++) {
      Duration lag = progress.await(publishing.acknowledged().last());
      longest = lag.compareTo(longest) > 0 ? lag : longest;
    }
    return longest;
  }

  private Findings findings(Baseline baseline, List<Load> loads) throws Exception {
    Incarnations incarnations = new Incarnations();
    incarnations.note(database, 0);
    return new LedgerCheck(database).check("overload-", baseline, loads, incarnations, List.of());
  }

  /** To a tenth of what each connection carried while a lane was committing. */
  private void slowDown() throws IOException {
    for (Member member : installation.members()) {
      double committing = member.metric("weir_commit_seconds_sum");
      if (!(committing > 0)) {
        throw new IllegalStateException("a process committed nothing: there is nothing to slow");
      }
      double bytesPerSecond = member.database().bytes() / committing;
      member.database().slow(Math.max(1, (long) (bytesPerSecond / 10)));
      member.database().delay(ROUND_TRIP);
    }
  }

  /** Each process has lanes by now, each lane an owner, and none is being given back. */
  private List<String> sharedOwners() {
    String unshared =
        "select %d - count(distinct owner) + count(*) filter (where owner is null) from ingest_lanes"
            .formatted(installation.members().size());
    List<String> owners = new ArrayList<>();
    Awaitility.await("lanes that are shared")
        .during(SETTLED)
        .atMost(SHARED_BOUND)
        .until(() -> !changes(owners) && database.number(unshared) == 0);
    return owners;
  }

  private boolean changes(List<String> owners) {
    List<String> now = owners();
    if (now.equals(owners)) {
      return false;
    }
    owners.clear();
    owners.addAll(now);
    return true;
  }

  private List<String> owners() {
    return database.rows("select stream, epoch, owner from ingest_lanes order by stream");
  }
}

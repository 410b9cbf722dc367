package dev.weir.chaos.run;

import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.Mix;
import dev.weir.chaos.fault.DatabaseFaults;
import dev.weir.chaos.fault.Fault;
import dev.weir.chaos.fault.NatsFaults;
import dev.weir.chaos.fault.NetworkFaults;
import dev.weir.chaos.fault.ProcessFaults;
import dev.weir.chaos.fault.Purge;
import dev.weir.chaos.ledger.Baseline;
import dev.weir.chaos.ledger.Findings;
import dev.weir.chaos.ledger.Incarnations;
import dev.weir.chaos.ledger.LedgerCheck;
import dev.weir.chaos.ledger.Load;
import dev.weir.chaos.ledger.RemovedRange;
import dev.weir.testkit.nats.NatsCluster;
import dev.weir.testkit.nats.TestNats;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Each fault once, each under a load of its own, whose ledger is checked before the next. */
public final class FixedRun {

  private static final String TENANTS = "fault";
  private static final int TENANTS_EACH = 3;
  private static final int DEVICES = 100;
  private static final double RATE = 1_000;

  /** Before a fault, so that it meets lanes at work. */
  private static final int FIRST_MESSAGES = 500;

  private static final Mix MIXED = Mix.evenlyBad(0.6, 0.03, 0.15).unnumbered(0.2);

  private final Installation installation;
  private final long seed;
  private final PrintStream out;
  private final Progress progress;
  private final LedgerCheck check;
  private final Incarnations incarnations = new Incarnations();
  private final List<Load> allLoads = new ArrayList<>();
  private final List<RemovedRange> allRemoved = new ArrayList<>();
  private int generation;

  private FixedRun(Installation installation, long seed, PrintStream out) {
    this.installation = installation;
    this.seed = seed;
    this.out = out;
    this.progress = new Progress(installation.database());
    this.check = new LedgerCheck(installation.database());
  }

  /**
   * Each kind of fault once, on one NATS server.
   *
   * @param only part of the names of those that are wanted; empty for all
   */
  public static List<FaultRow> onOneServer(
      Jvm jvm, int processes, String only, long seed, PrintStream out) throws Exception {
    TestNats nats = TestNats.start();
    try (Installation installation = new Installation(processes, nats, Map.of(), jvm)) {
      return new FixedRun(installation, seed, out).run(wanted(each(installation, nats), only));
    }
  }

  /** Each of three NATS servers killed once. */
  public static List<FaultRow> onCluster(
      Jvm jvm, int processes, String only, long seed, PrintStream out) throws Exception {
    NatsCluster cluster = NatsCluster.start();
    Map<String, String> settings = Map.of("STREAM_REPLICAS", Integer.toString(NatsCluster.SIZE));
    try (Installation installation = new Installation(processes, cluster, settings, jvm)) {
      return new FixedRun(installation, seed, out).run(wanted(NatsFaults.of(cluster), only));
    }
  }

  private static List<Fault> wanted(List<Fault> faults, String only) {
    return faults.stream().filter(fault -> fault.name().contains(only)).toList();
  }

  private static List<Fault> each(Installation installation, TestNats nats) {
    Member member = installation.members().getFirst();
    List<Fault> faults = new ArrayList<>();
    faults.addAll(ProcessFaults.of(installation, member));
    faults.addAll(DatabaseFaults.of(installation));
    faults.addAll(NatsFaults.of(nats));
    faults.addAll(NatsFaults.byHand(installation, nats));
    faults.addAll(NetworkFaults.of(installation, member));
    return faults;
  }

  /** Runs all; each row names what was found wrong, if anything was. */
  private List<FaultRow> run(List<Fault> faults) throws Exception {
    incarnations.note(installation.database(), generation);
    Baseline baseline = Baseline.of(installation.database());
    List<FaultRow> rows = new ArrayList<>();
    for (Fault fault : faults) {
      rows.add(told(run(fault, rows.size())));
    }
    if (rows.size() > 1) {
      // What an earlier fault's messages were then, a later fault must not have changed.
      Findings again = check.check(TENANTS, baseline, allLoads, incarnations, allRemoved);
      rows.add(told(new FaultRow("all of these together, looked for at the end", again, null)));
    }
    return rows;
  }

  private FaultRow told(FaultRow row) {
    out.print(row.toMarkdown());
    row.findings().named().forEach(out::println);
    out.flush();
    return row;
  }

  private FaultRow run(Fault fault, int number) throws Exception {
    String tenants = TENANTS + number;
    Fleet fleet = new Fleet(seed + number, tenants, TENANTS_EACH, DEVICES);
    installation.register(fleet);
    Baseline baseline = Baseline.of(installation.database());
    List<Load> loads = new ArrayList<>();
    Duration recovery =
        switch (fault.kind()) {
          case UNDER_LOAD -> underLoad(fault, fleet, number, MIXED, loads);
          case PURGE -> underLoad(fault, fleet, number, Mix.allGood(), loads);
          case NEW_STREAMS -> betweenLoads(fault, fleet, number, loads);
        };
    installation.mend();
    progress.await(loads.getLast().acknowledged().last());
    installation.members().forEach(Member::awaitReady);
    incarnations.note(installation.database(), generation);
    List<RemovedRange> removed = removedBy(fault);
    allLoads.addAll(loads);
    allRemoved.addAll(removed);
    Findings findings = check.check(tenants + '-', baseline, loads, incarnations, removed);
    return new FaultRow(fault.name(), findings, recovery);
  }

  private Duration underLoad(Fault fault, Fleet fleet, int number, Mix mix, List<Load> loads)
      throws Exception {
    try (Publishing publishing = publish(fleet, number, mix)) {
      fault.happen();
      Duration recovery = progress.await(publishing.acknowledged().last());
      loads.add(publishing.stop());
      return recovery;
    }
  }

  private Duration betweenLoads(Fault fault, Fleet fleet, int number, List<Load> loads)
      throws Exception {
    try (Publishing before = publish(fleet, number, MIXED)) {
      loads.add(before.stop());
    }
    progress.await(loads.getLast().acknowledged().last());
    incarnations.note(installation.database(), generation);
    progress.forget();
    fault.happen();
    generation++;
    try (Publishing after = publish(fleet, number, MIXED)) {
      Duration recovery = progress.await(after.acknowledged().last());
      loads.add(after.stop());
      return recovery;
    }
  }

  private Publishing publish(Fleet fleet, int number, Mix mix) throws Exception {
    Publishing publishing =
        new Publishing(installation, fleet, seed + number, mix, RATE, generation);
    publishing.awaitAcknowledged(FIRST_MESSAGES);
    return publishing;
  }

  private List<RemovedRange> removedBy(Fault fault) {
    Map<String, Long> last = fault.begin() instanceof Purge purge ? purge.removed() : Map.of();
    return last.entrySet().stream()
        .map(entry -> new RemovedRange(entry.getKey(), generation, 1, entry.getValue()))
        .toList();
  }
}

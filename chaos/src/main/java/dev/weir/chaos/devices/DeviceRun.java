package dev.weir.chaos.devices;

import dev.weir.chaos.fault.Fault;
import dev.weir.chaos.ledger.Baseline;
import dev.weir.chaos.ledger.DeviceCheck;
import dev.weir.chaos.ledger.Findings;
import dev.weir.chaos.ledger.Load;
import dev.weir.chaos.run.FaultRow;
import dev.weir.chaos.run.Installation;
import dev.weir.chaos.run.Jvm;
import dev.weir.chaos.run.Member;
import dev.weir.testkit.nats.TestNats;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Each fault of the ways in once, under a load whose ledger the devices keep. */
public final class DeviceRun {

  /** Each kind of devices before a fault, so that it meets them at work. */
  private static final int FIRST_MESSAGES = 100;

  private static final Duration FIRST_BOUND = Duration.ofSeconds(60);
  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Installation installation;
  private final WaysIn ways;
  private final long seed;
  private final PrintStream out;
  private final DeviceCheck check;
  private final Backlog backlog;

  private DeviceRun(
      Installation installation, WaysIn ways, TestNats nats, long seed, PrintStream out) {
    this.installation = installation;
    this.ways = ways;
    this.seed = seed;
    this.out = out;
    check = new DeviceCheck(installation.database());
    backlog = new Backlog(installation.database(), nats);
  }

  /**
   * Each kind of fault once.
   *
   * @param wanted whether a fault of that name is
   */
  public static List<FaultRow> run(Jvm jvm, Predicate<String> wanted, long seed, PrintStream out)
      throws Exception {
    TestNats nats = TestNats.start();
    try (Installation installation = new Installation(1, nats, Map.of(), jvm);
        WaysIn ways = new WaysIn(installation, jvm)) {
      DeviceRun run = new DeviceRun(installation, ways, nats, seed, out);
      List<FaultRow> rows = new ArrayList<>();
      for (Fault fault : DeviceFaults.of(ways, nats)) {
        if (wanted.test(fault.name())) {
          rows.add(run.run(fault, rows.size()));
        }
      }
      return rows;
    }
  }

  private FaultRow run(Fault fault, int number) throws Exception {
    String tenants = "devices" + number + '-';
    Baseline before = Baseline.of(installation.database());
    List<Load> loads;
    try (Devices devices = new Devices(installation, ways, tenants, seed + 10L * number)) {
      Awaitility.await("devices at work")
          .atMost(FIRST_BOUND)
          .pollInterval(LOOK)
          .until(() -> devices.haveSent(FIRST_MESSAGES));
      fault.happen();
      loads = devices.await();
    }
    installation.mend();
    installation.members().forEach(Member::awaitReady);
    FaultRow row = new FaultRow(fault.name(), settled(tenants, before, loads), null);
    out.print(row.toMarkdown());
    row.findings().named().forEach(out::println);
    out.flush();
    return row;
  }

  /**
   * What is found once all is accounted for, or in vain waited for; then once more, when there is
   * nothing left in the streams: what came twice might have come late.
   */
  private Findings settled(String tenants, Baseline before, List<Load> loads) throws Exception {
    long until = System.nanoTime() + BOUND.toNanos();
    Findings findings = check.check(tenants, before, loads);
    while (!findings.isClean() && System.nanoTime() - until < 0) {
      Thread.sleep(LOOK);
      findings = check.check(tenants, before, loads);
    }
    Awaitility.await("lanes at the end of their streams")
        .atMost(BOUND)
        .pollInterval(LOOK)
        .until(backlog::isEmpty);
    return check.check(tenants, before, loads);
  }
}

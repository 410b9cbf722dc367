package dev.weir.chaos.fault;

import static dev.weir.chaos.fault.Fault.during;
import static dev.weir.chaos.fault.Fault.moment;

import dev.weir.chaos.run.Installation;
import dev.weir.chaos.run.Member;
import dev.weir.testkit.net.FaultyProxy;
import dev.weir.testkit.net.FaultyProxy.Cut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What happens between processes and servers. */
public final class NetworkFaults {

  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration PAST_THE_LEASE =
      Duration.ofSeconds(Installation.LEASE_SECONDS).plusSeconds(2);

  /** Of each process: not every COMMIT is a batch's. */
  private static final int CUTS = 5;

  private NetworkFaults() {}

  /** Those of all processes, and of one's that loses its way while the others go on. */
  public static List<Fault> of(Installation installation, Member member) {
    List<Fault> faults = new ArrayList<>();
    faults.addAll(between("the database", all(installation, Member::database)));
    faults.addAll(between("NATS", all(installation, Member::nats)));
    faults.add(halfOpen("a process and the database", List.of(member.database())));
    faults.add(halfOpen("a process and NATS", List.of(member.nats())));
    faults.add(commit("before the server has it", installation, Cut.BEFORE_THE_SERVER_HAS_IT));
    faults.add(
        commit(
            "before the client has the answer",
            installation,
            Cut.BEFORE_THE_CLIENT_HAS_THE_ANSWER));
    return faults;
  }

  private static List<Fault> between(String server, List<FaultyProxy> ways) {
    return List.of(
        moment("connections to " + server + " cut", () -> ways.forEach(FaultyProxy::cut)),
        during(
            "connections to " + server + " refused",
            SHORT,
            () -> ways.forEach(FaultyProxy::refuse),
            () -> ways.forEach(FaultyProxy::heal)),
        during(
            "100 ms more each way to " + server,
            SHORT,
            () -> ways.forEach(way -> way.delay(Duration.ofMillis(100))),
            () -> ways.forEach(FaultyProxy::heal)));
  }

  private static Fault halfOpen(String between, List<FaultyProxy> ways) {
    return during(
        "half-open connections between " + between + ", longer than the lease",
        PAST_THE_LEASE,
        () -> ways.forEach(FaultyProxy::silence),
        () -> ways.forEach(FaultyProxy::heal));
  }

  private static Fault commit(String where, Installation installation, Cut cut) {
    List<FaultyProxy> ways = all(installation, Member::database);
    return during(
        "connections fail in the middle of COMMIT, " + where,
        Duration.ZERO,
        () -> {
          for (int i = 0; i < CUTS; i++) {
            ways.forEach(way -> way.cutAtNextCommit(cut));
            Wait.until("each process to commit", () -> ways.stream().allMatch(FaultyProxy::hasCut));
          }
        },
        () -> ways.forEach(FaultyProxy::heal));
  }

  private static List<FaultyProxy> all(
      Installation installation, Function<Member, FaultyProxy> way) {
    return installation.members().stream().map(way).toList();
  }
}

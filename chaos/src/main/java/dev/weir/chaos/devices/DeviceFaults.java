package dev.weir.chaos.devices;

import dev.weir.app.simulate.Simulation;
import dev.weir.chaos.fault.Fault;
import dev.weir.chaos.fault.NatsFaults;
import dev.weir.chaos.run.Installation;
import dev.weir.chaos.run.Member;
import dev.weir.testkit.nats.TestNats;
import dev.weir.testkit.net.FaultyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happens to the ways in, and to what they depend on. */
final class DeviceFaults {

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(4);

  /** Until another bridge has the messages that the broker holds for one that is gone. */
  private static final Duration PAST_THE_LEASES =
      Duration.ofSeconds(3L * Installation.LEASE_SECONDS + 3);

  /**
   * What is published unchecked, and not answered: the device asks again, and is refused by a
   * gateway that can check by then, while the stream has the message already.
   */
  private static final Duration PAST_ANY_ANSWER = Simulation.ANSWER_BOUND.plusSeconds(2);

  private DeviceFaults() {}

  static List<Fault> of(WaysIn ways, TestNats nats) {
    List<Fault> faults = new ArrayList<>();
    faults.addAll(of("gateway", ways.gateways()));
    faults.addAll(of("bridge", ways.bridges()));
    Member bridge = ways.bridges().getFirst();
    faults.add(
        during(
            "bridge killed, not started again: another takes its session over",
            PAST_THE_LEASES,
            bridge::kill,
            bridge::start));
    faults.add(
        during(
            "broker restarted", SHORT, () -> ways.broker().stop(), () -> ways.broker().launch()));
    faults.add(NatsFaults.killed(nats));
    faults.add(NatsFaults.restarted(nats));
    faults.add(NatsFaults.full(nats));
    List<FaultyProxy> toDatabase = ways.all().stream().map(Member::database).toList();
    faults.add(
        during(
            "ways in cut off from the database",
            LONG,
            () -> toDatabase.forEach(FaultyProxy::refuse),
            () -> toDatabase.forEach(FaultyProxy::heal)));
    List<FaultyProxy> toNats = ways.all().stream().map(Member::nats).toList();
    faults.add(
        during(
            "ways in cut off from NATS",
            LONG,
            () -> toNats.forEach(FaultyProxy::refuse),
            () -> toNats.forEach(FaultyProxy::heal)));
    faults.add(
        during(
            "refusals in doubt: ways in cut off from the database, NATS paused meanwhile",
            PAST_ANY_ANSWER,
            () -> {
              toDatabase.forEach(FaultyProxy::refuse);
              nats.pause();
            },
            () -> {
              toDatabase.forEach(FaultyProxy::heal);
              nats.resume();
            }));
    return faults;
  }

  private static List<Fault> of(String what, List<Member> members) {
    Member first = members.getFirst();
    return List.of(
        during(what + " killed (SIGKILL), started again", SHORT, first::kill, first::start),
        during(
            "both " + what + "s killed (SIGKILL), started again",
            SHORT,
            () -> members.forEach(Member::kill),
            () -> members.forEach(Member::start)),
        during(
            what + " paused (SIGSTOP, SIGCONT)",
            LONG,
            () -> first.signal("STOP"),
            () -> first.signal("CONT")),
        during(
            what + " ended (SIGTERM), started again",
            Duration.ZERO,
            first::terminate,
            first::start));
  }

  private static Fault during(String name, Duration hold, Fault.Action begin, Fault.Action end) {
    return new Fault(name, hold, Fault.Kind.UNDER_LOAD, begin, end);
  }
}

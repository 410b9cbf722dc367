package dev.weir.chaos.fault;

import static dev.weir.chaos.fault.Fault.during;
import static dev.weir.chaos.fault.Fault.moment;

import dev.weir.chaos.run.Installation;
import dev.weir.chaos.run.Member;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What happens to ingest processes. */
public final class ProcessFaults {

  private static final Duration PAST_THE_LEASE =
      Duration.ofSeconds(Installation.LEASE_SECONDS).plusSeconds(1);

  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int STUTTERS = 20;
  private static final long STUTTER_MILLIS = 50;

  private ProcessFaults() {}

  /** Those of one process while the others go on, and of all of them. */
  public static List<Fault> of(Installation installation, Member member) {
    List<Member> all = installation.members();
    return List.of(
        killed(member),
        during(
            "all processes killed (SIGKILL), started again",
            Duration.ofMillis(500),
            () -> all.forEach(Member::kill),
            () -> all.forEach(Member::start)),
        during(
            "process paused for longer than its lease (SIGSTOP, SIGCONT)",
            PAST_THE_LEASE,
            () -> member.signal("STOP"),
            () -> member.signal("CONT")),
        during(
            "process ended (SIGTERM), started again",
            Duration.ZERO,
            member::terminate,
            member::start),
        moment(
            "process that starts slowly (stopped and continued all the time)", () -> slow(member)),
        clock(member));
  }

  /** Others take its lanes over; it is started again after that. */
  public static Fault killed(Member member) {
    return new Fault(
        "process killed (SIGKILL)", Duration.ZERO, Fault.Kind.UNDER_LOAD, member::kill, () -> {});
  }

  private static Fault clock(Member member) {
    WrongClock clock = new WrongClock(member);
    return during("process's clock set forward and back by an hour", STEP, clock::step, clock::end);
  }

  private static void slow(Member member) throws InterruptedException {
    member.kill();
    member.start();
    for (int i = 0; i < STUTTERS; i++) {
      member.signal("STOP");
      TimeUnit.MILLISECONDS.sleep(STUTTER_MILLIS);
      member.signal("CONT");
      TimeUnit.MILLISECONDS.sleep(STUTTER_MILLIS);
    }
  }
}

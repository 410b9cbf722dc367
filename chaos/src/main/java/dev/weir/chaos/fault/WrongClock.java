package dev.weir.chaos.fault;

import dev.weir.chaos.run.Member;
import dev.weir.testkit.SteppedClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that is started with a clock of its own, which is set under load. */
final class WrongClock {

  private static final Duration STEP = Duration.ofHours(1);
  private static final long HOLD_MILLIS = 1_000;

  private final Member member;
  private @Nullable SteppedClock clock;

  WrongClock(Member member) {
    this.member = member;
  }

  /** Starts the process anew, waits until it is ready, and sets its clock forward and then back. */
  void step() throws InterruptedException {
    SteppedClock stepped = SteppedClock.start();
    clock = stepped;
    member.kill();
    member.start(stepped.environment());
    member.awaitReady();
    stepped.set(STEP);
    TimeUnit.MILLISECONDS.sleep(HOLD_MILLIS);
    stepped.set(STEP.negated());
  }

  /** A process by the right clock again. */
  void end() {
    SteppedClock stepped = clock;
    if (stepped != null) {
      member.kill();
      member.start();
      stepped.close();
    }
    clock = null;
  }
}

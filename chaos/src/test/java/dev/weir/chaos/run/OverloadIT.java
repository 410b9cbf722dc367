package dev.weir.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.nats.TestNats;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More than ingest can take, for ten seconds each: {@code --overload} takes minutes. */
@Tag("alone")
class OverloadIT {

  private static final Duration EACH = Duration.ofSeconds(10);

  /** Seconds where the machine is busy; a backlog that stays would be minutes. */
  private static final Duration LAG = Duration.ofSeconds(10);

  /** A heap of 512 MiB and what a JVM takes beside it. */
  private static final long RESIDENT_BYTES = 800L << 20;

  @Test
  void streamsRefuseWhatIngestCannotTakeAndNothingIsLost() throws Exception {
    try (Installation installation =
        new Installation(2, TestNats.start(), OverloadRun.SETTINGS, Jvm.READY_SOON)) {
      OverloadRun.Result result = new OverloadRun(installation, 5, System.out).run(EACH);

      assertThat(result.findings().named()).isEmpty();
      assertThat(result.findings().isClean()).isTrue();
      assertThat(result.lost()).as("lanes that changed their owners").isEmpty();
      assertThat(result.phases())
          .allSatisfy(
              phase -> assertThat(phase.residentBytes()).isPositive().isLessThan(RESIDENT_BYTES));
      OverloadPhase slow = result.phases().get(1);
      assertThat(slow.sentAgain()).as("by full streams").isPositive();
      assertThat(slow.accounted()).isLessThan(result.phases().getFirst().accounted() / 2);
      assertThat(result.lag()).isLessThan(LAG);
    }
  }
}

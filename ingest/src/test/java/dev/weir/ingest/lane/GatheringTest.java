package dev.weir.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringTest {

  private static final long MILLI = 1_000_000;
  private static final long NOW = 1_000 * MILLI;

  private final Gathering gathering = new Gathering(500, Duration.ofSeconds(1), NOW);

  @Test
  void nothingWaitsAfterAPause() {
    assertThat(gathering.millisLeft(1, NOW)).isZero();

    gathering.taken(NOW);

    assertThat(gathering.millisLeft(1, NOW + 15 * MILLI)).isZero();
  }

  @Test
  void fewMessagesGatherAfterABatch() {
    gathering.taken(NOW);

    assertThat(gathering.millisLeft(0, NOW + 5 * MILLI)).isEqualTo(11);
    assertThat(gathering.millisLeft(499, NOW + 5 * MILLI)).isEqualTo(11);
  }

  @Test
  void aBatchDoesNotWait() {
    gathering.taken(NOW);

    assertThat(gathering.millisLeft(500, NOW)).isZero();
  }

  @Test
  void nobodyWaitsLongerThanAFlushMayTake() {
    Gathering hasty = new Gathering(500, Duration.ofMillis(2), NOW);
    hasty.taken(NOW);

    assertThat(hasty.millisLeft(1, NOW + MILLI)).isEqualTo(2);
    assertThat(hasty.millisLeft(1, NOW + 2 * MILLI)).isZero();
  }
}

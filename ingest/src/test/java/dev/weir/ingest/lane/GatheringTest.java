package dev.weir.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringTest {

  private static final long MILLI = 1_000_000;
  private static final long NOW = 1_000 * MILLI;

  @Test
  void nothingGathersAfterAPause() {
    Gathering gathering = new Gathering(Duration.ofSeconds(1), NOW);
    assertThat(gathering.nanosLeft(NOW)).isZero();

    gathering.taken(NOW);

    assertThat(gathering.nanosLeft(NOW + 15 * MILLI)).isZero();
    assertThat(gathering.nanosLeft(NOW + 60_000 * MILLI)).isZero();
  }

  @Test
  void whatFollowsABatchGathers() {
    Gathering gathering = new Gathering(Duration.ofSeconds(1), NOW);

    gathering.taken(NOW);

    assertThat(gathering.nanosLeft(NOW + 5 * MILLI)).isEqualTo(10 * MILLI);
  }

  @Test
  void nobodyWaitsLongerThanForAFlush() {
    Gathering hasty = new Gathering(Duration.ofMillis(2), NOW);

    hasty.taken(NOW);

    assertThat(hasty.nanosLeft(NOW + MILLI)).isEqualTo(MILLI);
    assertThat(hasty.nanosLeft(NOW + 2 * MILLI)).isZero();
  }

  @Test
  void whereCommitsAreFastLessTimeIsEnough() {
    Gathering gathering = new Gathering(Duration.ofSeconds(1), NOW);
    for (int i = 0; i < 100; i++) {
      gathering.committed(2 * MILLI);
    }
    gathering.taken(NOW);
    assertThat(gathering.nanosLeft(NOW)).isBetween(10 * MILLI, 10 * MILLI + 100);

    gathering.committed(50 * MILLI);
    gathering.taken(NOW);
    assertThat(gathering.nanosLeft(NOW)).as("one slow commit").isLessThan(11 * MILLI);

    for (int i = 0; i < 100; i++) {
      gathering.committed(50 * MILLI);
    }
    gathering.taken(NOW);
    assertThat(gathering.nanosLeft(NOW))
        .as("no longer than ever")
        .isBetween(15 * MILLI - 100, 15 * MILLI);
  }
}

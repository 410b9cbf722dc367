package dev.weir.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WaitsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Full jitter: from none to all, at most 60 s. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "20, 60"})
  void theBoundOfABackoffDoubles(int failures, long seconds) {
    assertThat(Stream.generate(() -> Waits.beforeRetry(failures, SECOND, null)).limit(500))
        .allSatisfy(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(seconds)))
        .anySatisfy(wait -> assertThat(wait).isGreaterThan(Duration.ofMillis(seconds * 800)))
        .anySatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMillis(seconds * 200)));
  }

  @Test
  void noLessThanTheDestinationAskedForUpToAnHour() {
    assertThat(Waits.beforeRetry(1, SECOND, Duration.ofSeconds(7)))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(Waits.beforeRetry(1, SECOND, Duration.ZERO)).isLessThanOrEqualTo(SECOND);
    assertThat(Waits.beforeRetry(1, SECOND, Duration.ofDays(9))).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "5, 5", "60, 60", "999999, 60"})
  void whatIsPostponedComesBackSpread(long expected, long least) {
    assertThat(Stream.generate(() -> Waits.ofPostponed(Duration.ofSeconds(expected))).limit(500))
        .allSatisfy(delay ->
            assertThat(delay).isBetween(Duration.ofSeconds(least), Duration.ofSeconds(2 * least)))
        .anySatisfy(delay -> assertThat(delay).isGreaterThan(Duration.ofMillis(1_500 * least)));
  }
}

package dev.weir.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReconnectPaceTest {

  private final ReconnectPace pace = new ReconnectPace();

  @Test
  void forAMinuteItIsBackAtOnce() {
    for (int second = 0; second < 60; second++) {
      assertThat(failedAt(second)).isLessThanOrEqualTo(ReconnectPace.BRIEF);
    }
  }

  @Test
  void connectionsThatDoNotLastDoNotBringThatBack() {
    Duration longest = Duration.ZERO;
    for (int second = 0; second < 3_600; second++) {
      Duration wait = failedAt(second);
      pace.lasted(ReconnectPace.LASTING.minusMillis(1));
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    assertThat(longest).isBetween(ReconnectPace.LONGEST.dividedBy(2), ReconnectPace.LONGEST);
    assertThat(pace.isFirst()).isFalse();

    pace.lasted(ReconnectPace.LASTING);
    assertThat(failedAt(4_000)).isLessThanOrEqualTo(ReconnectPace.BRIEF);
    assertThat(pace.isFirst()).isTrue();
  }

  private Duration failedAt(int second) {
    return pace.failed(Duration.ofSeconds(second).toNanos());
  }
}

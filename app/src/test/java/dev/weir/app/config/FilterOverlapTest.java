package dev.weir.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterOverlapTest {

  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, b, false",
    "'#', a/b, true",
    "a/#, a, true",
    "a/#, a/b/c, true",
    "a/#, b/#, false",
    "a/+, a/b, true",
    "a/+, a, false",
    "a/+, a/b/c, false",
    "a/+/c, a/b/+, true",
    "a/+/c, a/b/d, false",
    "+/b, a/#, true",
    "tenant/+/device/+/telemetry, tenant/+/device/+/heartbeat, false",
    "a/, a, false",
  })
  void inBothDirections(String one, String other, boolean overlap) {
    assertThat(FilterOverlap.between(one, other)).isEqualTo(overlap);
    assertThat(FilterOverlap.between(other, one)).isEqualTo(overlap);
  }
}

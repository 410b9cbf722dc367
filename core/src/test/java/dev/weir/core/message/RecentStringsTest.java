package dev.weir.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentStringsTest {

  private final RecentStrings recent = new RecentStrings();

  @Test
  void whatCameLatelyIsTheSameString() {
    String first = recent.of("tenant/acme/device/d1/telemetry", 7, 11);

    assertThat(first).isEqualTo("acme");
    assertThat(recent.of("tenant/acme/device/d2/telemetry", 7, 11)).isSameAs(first);
    assertThat(recent.of("acme")).isSameAs(first);
  }

  @Test
  void whatHasTheSameHashIsNotConfused() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());

    assertThat(recent.of("Aa")).isEqualTo("Aa");
    assertThat(recent.of("BB")).isEqualTo("BB");
    assertThat(recent.of("Aa")).isEqualTo("Aa");
    assertThat(recent.of("")).isEmpty();
  }

  @Test
  void manyMoreThanThereIsRoomForAreToldApart() {
    IntStream.range(0, 10_000)
        .forEach(i -> assertThat(recent.of("tenant-" + i)).isEqualTo("tenant-" + i));
  }
}

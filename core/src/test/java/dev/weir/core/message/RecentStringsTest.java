package dev.weir.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentStringsTest {

  private final RecentStrings recent = new RecentStrings();

  @Test
  void whatCameLatelyIsTheSameString() {
    String first = recent.of(copy("acme"));

    assertThat(first).isEqualTo("acme");
    assertThat(recent.of(copy("acme"))).isSameAs(first);
  }

  @Test
  void whatIsLongerThanAnyTopicIsNotKept() {
    String longest = recent.of("a".repeat(512));
    String longer = recent.of("a".repeat(513));

    assertThat(recent.of("a".repeat(512))).isSameAs(longest);
    assertThat(recent.of("a".repeat(513))).isEqualTo(longer).isNotSameAs(longer);
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

  private static String copy(String text) {
    return String.valueOf(text.toCharArray());
  }
}

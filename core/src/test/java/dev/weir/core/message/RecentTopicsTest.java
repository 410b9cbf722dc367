package dev.weir.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTopicsTest {

  private final RecentTopics recent = new RecentTopics(new RecentStrings());

  @Test
  void aTopicThatComesAgainIsReadOnce() {
    Topic first = recent.parse(topic("t1", "d1"));

    assertThat(first).isEqualTo(new Topic("t1", "d1", "telemetry"));
    assertThat(recent.parse(topic("t1", "d1"))).isSameAs(first);
  }

  @Test
  void topicsShareWhatTheyHaveInCommon() {
    Topic one = Objects.requireNonNull(recent.parse(topic("t1", "d1")));
    Topic other = Objects.requireNonNull(recent.parse(topic("t1", "d2")));

    assertThat(other.tenantId()).isSameAs(one.tenantId());
    assertThat(other.msgType()).isSameAs(one.msgType());
  }

  @Test
  void whatIsNoTopicIsNoneEachTime() {
    assertThat(recent.parse("tenant/t1")).isNull();
    assertThat(recent.parse("tenant/t1")).isNull();
  }

  @Test
  void topicsOfTheSameHashAreNotConfused() {
    assertThat(topic("Aa", "d1").hashCode()).isEqualTo(topic("BB", "d1").hashCode());

    for (String tenant : new String[] {"Aa", "BB", "Aa"}) {
      assertThat(recent.parse(topic(tenant, "d1"))).isEqualTo(new Topic(tenant, "d1", "telemetry"));
    }
  }

  @Test
  void manyMoreThanThereIsRoomForAreToldApart() {
    IntStream.range(0, 10_000)
        .mapToObj(i -> "d" + i)
        .forEach(device ->
            assertThat(recent.parse(topic("t1", device)))
                .isEqualTo(new Topic("t1", device, "telemetry")));
  }

  private static String topic(String tenant, String device) {
    return "tenant/" + tenant + "/device/" + device + "/telemetry";
  }
}

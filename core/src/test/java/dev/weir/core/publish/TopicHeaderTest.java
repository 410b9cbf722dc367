package dev.weir.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Subjects;
import dev.weir.core.message.Topic;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Also of {@link DeviceSubject}: what a topic becomes on its way into a stream. */
class TopicHeaderTest {

  private static final String VALID = "tenant/acme/device/d1/telemetry";

  @Test
  void everyCharacterTravelsAsItIsOrEncoded() {
    for (char c = 0; c < 0x180; c++) {
      boolean plain = c >= 0x21 && c <= 0x7E && c != '%';
      String header = TopicHeader.of("a" + c);
      if (plain) {
        assertThat(header).isEqualTo("a" + c);
      } else {
        assertThat(header).matches("a(%[0-9A-F]{2})+");
      }
    }
    assertThat(TopicHeader.of("ü %")).isEqualTo("%C3%BC%20%25");
  }

  @Test
  void whatIsLongIsCutBetweenCharactersOfTheHeader() {
    assertThat(TopicHeader.of("x".repeat(512))).isEqualTo("x".repeat(512));
    assertThat(TopicHeader.of("x".repeat(70_000))).isEqualTo("x".repeat(512));
    assertThat(TopicHeader.of("x".repeat(511) + "ü")).isEqualTo("x".repeat(511));
    assertThat(TopicHeader.of("ü".repeat(300))).isEqualTo("%C3%BC".repeat(85));
  }

  @Test
  void noValidTopicIsTouchedAndNoneThatIsTouchedIsValid() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      String topic = mutated(random);
      String header = TopicHeader.of(topic);
      if (Topic.parse(topic) == null) {
        assertThat(Topic.parse(header)).as(topic).isNull();
      } else {
        assertThat(header).isEqualTo(topic);
      }
      assertThat(header).matches("[!-~]{0,512}");
    }
  }

  @Test
  void aTopicThatIsNoneGoesUnderItsTenantAsFarAsThatCanBeRead() {
    Topic parsed = Topic.parse(VALID);

    assertThat(DeviceSubject.of(VALID, parsed, 4)).isEqualTo(Subjects.telemetry("acme", "d1", 4));
    assertThat(DeviceSubject.of("tenant/a.b/device/", null, 4)).isEqualTo("telemetry.a%2Eb");
    assertThat(DeviceSubject.of("tenant/ü/device/d/telemetry", null, 4)).isEqualTo("telemetry.%");
    assertThat(DeviceSubject.of("", null, 4)).isEqualTo("telemetry.%");
  }

  private static String mutated(Random random) {
    StringBuilder topic = new StringBuilder(VALID);
    for (int edits = random.nextInt(3); edits > 0; edits--) {
      int at = random.nextInt(topic.length());
      switch (random.nextInt(4)) {
        case 0 -> topic.setCharAt(at, (char) random.nextInt(0x200));
        case 1 -> topic.insert(at, (char) (0x20 + random.nextInt(0x60)));
        case 2 -> topic.deleteCharAt(at);
        default -> topic.insert(at, "y".repeat(random.nextInt(600)));
      }
    }
    return topic.toString();
  }
}

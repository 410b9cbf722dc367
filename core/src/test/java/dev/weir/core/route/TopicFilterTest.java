package dev.weir.core.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicFilterTest {

  private static final int CASES = 50_000;
  private static final List<String> TOPIC_LEVELS = List.of("a", "b", "", "$x", "ab", "+a");
  private static final List<String> FILTER_LEVELS = List.of("a", "b", "", "$x", "ab", "+", "+");

  /** The examples of the MQTT specification, section 4.7, among others. */
  @ParameterizedTest
  @CsvSource({
    "sport/tennis/player1/#, sport/tennis/player1, true",
    "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
    "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
    "sport/#, sport, true",
    "sport/#, sports, false",
    "#, a/b, true",
    "sport/tennis/+, sport/tennis/player1, true",
    "sport/tennis/+, sport/tennis/player1/ranking, false",
    "sport/+, sport, false",
    "sport/+, sport/, true",
    "+/+, /finance, true",
    "/+, /finance, true",
    "+, /finance, false",
    "#, $SYS/monitor, false",
    "+/monitor/Clients, $SYS/monitor/Clients, false",
    "$SYS/#, $SYS/monitor, true",
    "$SYS/monitor/+, $SYS/monitor/Clients, true",
    "a/+/c, a/$b/c, true",
    "A/b, a/b, false",
    "tenant/+/device/+/telemetry, tenant/t/device/d/telemetry, true",
    "tenant/+/device/+/telemetry, tenant/t/device/d/heartbeat, false",
  })
  void matches(String filter, String topic, boolean expected) {
    assertThat(TopicFilter.parse(filter).matches(topic)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a#", "a/#/b", "#/a", "a+", "+a/b", "a/b+/c", "##", "++", "a\u0000", "a\uD800"
      })
  void noFilter(String text) {
    assertThatThrownBy(() -> TopicFilter.parse(text))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessageStartingWith("topic_filter must ");
  }

  @Test
  void tooLong() {
    assertThat(TopicFilter.parse("é".repeat(512)).text()).hasSize(512);
    assertThatThrownBy(() -> TopicFilter.parse("é".repeat(513)))
        .hasMessage("topic_filter must be 1 to 1024 bytes of UTF-8");
  }

  @Test
  void agreesWithOneThatSplits() {
    Random random = new Random(1);
    int matches = 0;
    for (int i = 0; i < CASES; i++) {
      String topic = join(random, TOPIC_LEVELS);
      String filter = join(random, FILTER_LEVELS) + (random.nextInt(3) == 0 ? "/#" : "");
      boolean expected = naive(filter.split("/", -1), topic.split("/", -1));
      assertThat(TopicFilter.parse(filter).matches(topic))
          .as("%s against %s", topic, filter)
          .isEqualTo(expected);
      matches += expected ? 1 : 0;
    }
    assertThat(matches).isBetween(CASES / 50, CASES / 2);
  }

  private static String join(Random random, List<String> levels) {
    StringBuilder text = new StringBuilder(levels.get(random.nextInt(levels.size())));
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append('/').append(levels.get(random.nextInt(levels.size())));
    }
    return text.isEmpty() ? "a" : text.toString();
  }

  private static boolean naive(String[] filter, String[] topic) {
    if (topic[0].startsWith("$") && (filter[0].equals("+") || filter[0].equals("#"))) {
      return false;
    }
    for (int i = 0; i < filter.length; i++) {
      if (filter[i].equals("#")) {
        return true;
      }
      if (i >= topic.length || !(filter[i].equals("+") || filter[i].equals(topic[i]))) {
        return false;
      }
    }
    return filter.length == topic.length;
  }
}

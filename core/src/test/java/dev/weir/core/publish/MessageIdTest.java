package dev.weir.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Slice;
import dev.weir.core.message.Topic;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {

  private static final Topic TOPIC = new Topic("acme", "d1", "telemetry");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ts\":1}",
        "{\"seq\":0}",
        "{\"a\":{\"b\":[]},\"seq\":1}",
        "{\"\\u0074s\":\"x\"}",
        "{\"ts\":null,\"seq\":1}"
      })
  void aPayloadWithTimeOrNumberNamesItself(String payload) {
    assertThat(of(TOPIC, payload)).isEqualTo(of(TOPIC, payload)).hasSize(22);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "",
        "no JSON",
        "[{\"ts\":1}]",
        "{\"a\":{\"ts\":1,\"seq\":1}}",
        "{\"ts\":null,\"seq\":null}",
        "{\"ts\":",
        "{\"TS\":1}"
      })
  void anyOtherIsNewEachTime(String payload) {
    assertThat(of(TOPIC, payload)).isNotEqualTo(of(TOPIC, payload));
  }

  @Test
  void nothingThatDiffersMeets() {
    Set<String> ids = new HashSet<>();
    int made = 0;
    for (String tenant : new String[] {"a", "a.b", "ab"}) {
      for (String device : new String[] {"b", "a.b", "ab"}) {
        for (String type : new String[] {"telemetry", "heartbeat"}) {
          for (String name : new String[] {"{\"seq\":1}", "{\"seq\":2}", "{\"seq\":1} "}) {
            Topic topic = new Topic(tenant, device, type);
            ids.add(of(topic, name));
            ids.add(MessageId.ofPayload(topic, slice(name), "token", null));
            ids.add(MessageId.ofPayload(topic, slice(name), null, "token"));
            ids.add(MessageId.ofItem(topic, "key", "token", slice(name), 0));
            ids.add(MessageId.ofItem(topic, "key", "token", slice(name), 1));
            ids.add(MessageId.ofItem(topic, "key", null, slice(name), 0));
            ids.add(MessageId.ofItem(topic, "ke", "ytoken", slice(name), 0));
            ids.add(MessageId.ofKey(topic, name, null));
            ids.add(MessageId.ofKey(topic, name, "token"));
            made += 9;
          }
        }
      }
    }
    assertThat(ids).hasSize(made);
  }

  @Test
  void aSliceCountsNotWhatSurroundsIt() {
    byte[] bytes = "xx{\"ts\":1}yy".getBytes(StandardCharsets.UTF_8);

    assertThat(MessageId.ofPayload(TOPIC, new Slice(bytes, 2, 8)))
        .isEqualTo(of(TOPIC, "{\"ts\":1}"));
  }

  private static String of(Topic topic, String payload) {
    return MessageId.ofPayload(topic, slice(payload));
  }

  private static Slice slice(String text) {
    return Slice.of(text.getBytes(StandardCharsets.UTF_8));
  }
}

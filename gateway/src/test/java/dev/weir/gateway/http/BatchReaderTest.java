package dev.weir.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BatchReaderTest {

  private static final JsonMapper JACKSON = JsonMapper.shared();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'tenant_id':'a','device_id':'d','msg_type':'telemetry'} | tenant/a/device/d/telemetry",
        "{'x':{'tenant_id':'z'},'tenant_id':'a','device_id':'d','msg_type':'heartbeat'}"
            + "| tenant/a/device/d/heartbeat",
        "{'tenant_id':'b','tenant_id':'a','device_id':'d','msg_type':'heartbeat'}"
            + "| tenant/a/device/d/heartbeat",
        "{'tenant_id':'a','tenant_id':1,'device_id':'d','msg_type':'heartbeat'} |",
        "{'tenant_id':'a','device_id':'d','msg_type':'log'} |",
        "{'tenant_id':'a/b','device_id':'d','msg_type':'telemetry'} |",
        "{'tenant_id':null,'device_id':'d','msg_type':'telemetry'} |",
        "{} |",
        "1 |",
        "['tenant_id'] |"
      })
  void anItemNamesItsTopicOrNone(String item, @Nullable String topic) throws Exception {
    String json = item.replace('\'', '"');
    BatchItem read = read("{\"messages\":[ " + json + " ]}").getFirst();

    assertThat(String.valueOf(read.topic())).isEqualTo(String.valueOf(topic));
    assertThat(new String(read.payload(), StandardCharsets.UTF_8)).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{}",
        "{\"messages\":[]}",
        "{\"messages\":{}}",
        "{\"messages\":[1]",
        "{\"messages\":[1]} x",
        "{\"messages\":[1,]}",
        "{\"messages\":[{\"a\"}]}",
        "{\"messages\":[1],\"messages\":[]}"
      })
  void whatIsNoBatchIsRefused(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(RequestRefusedException.class);
  }

  @Test
  void aHundredAtTheMost() throws Exception {
    assertThat(read("{\"messages\":[1" + ",1".repeat(99) + "]}")).hasSize(100);
    assertThatThrownBy(() -> read("{\"messages\":[1" + ",1".repeat(100) + "]}"))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining("more than 100");
  }

  /** Whatever is read is what Jackson reads, and what Jackson does not take is refused. */
  @Test
  void asJacksonReadsIt() {
    Random random = new Random(1);
    String good =
        "{\"v\":[1,{}],\"messages\":[{\"tenant_id\":\"a\",\"device_id\":\"d\",\"msg_type\":"
            + "\"telemetry\",\"metrics\":{\"t\":-1.5e3,\"s\":\"\\u00e9\"}},{\"x\":[true,null]}]}";
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int edits = random.nextInt(3); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        text.replace(at, at + random.nextInt(2), "\"{}[],:1ex \\".charAt(random.nextInt(12)) + "");
      }
      List<BatchItem> items = readOrNull(text.toString());
      JsonNode tree = treeOrNull(text.toString());
      if (items != null) {
        taken++;
        JsonNode whole = Objects.requireNonNull(tree, text.toString());
        assertThat(items.stream().map(item -> JACKSON.readTree(item.payload())).toList())
            .as(text.toString())
            .isEqualTo(whole.path("messages").valueStream().toList());
      } else if (tree != null) {
        assertThat(tree.path("messages").isArray() && !tree.path("messages").isEmpty())
            .as(text.toString())
            .isFalse();
      }
    }
    assertThat(taken).isGreaterThan(5_000);
  }

  private static List<BatchItem> read(String body) throws RequestRefusedException {
    return new BatchReader(body.getBytes(StandardCharsets.UTF_8)).read();
  }

  private static @Nullable List<BatchItem> readOrNull(String body) {
    try {
      return read(body);
    } catch (RequestRefusedException e) {
      return null;
    }
  }

  private static @Nullable JsonNode treeOrNull(String body) {
    try {
      return JACKSON
          .readerFor(JsonNode.class)
          .with(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readValue(body);
    } catch (JacksonException e) {
      return null;
    }
  }
}

package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageHeadersTest {

  private final MessageHeaders headers = new MessageHeaders();

  @Test
  void picksItsOwn() {
    parse(
        String.join(
            "\r\n",
            "NATS/1.0",
            "Nats-Msg-Id: 1",
            "Weir-Topic: tenant/a/device/b/telemetry",
            "Weir-Username:a/b",
            "Weir-Provision-Token:  s3cret  ",
            "Weir-Original-Size: 70000",
            "Weir-Client-Id: c",
            "",
            ""));

    assertThat(headers.topic()).isEqualTo("tenant/a/device/b/telemetry");
    assertThat(headers.username()).isEqualTo("a/b");
    assertThat(headers.token()).isEqualTo("s3cret");
    assertThat(headers.originalSize()).isEqualTo(70_000);
  }

  @Test
  void emptyTokenAndUsernameAreAbsentAnEmptyTopicIsNot() {
    parse("NATS/1.0\r\nWeir-Topic:\r\nWeir-Username: \r\nWeir-Provision-Token:\r\n\r\n");

    assertThat(headers.topic()).isEmpty();
    assertThat(headers.username()).isNull();
    assertThat(headers.token()).isNull();
    assertThat(headers.originalSize()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "Weir-Replay: 17, 17",
    "Weir-Replay:9223372036854775807, 9223372036854775807",
    "Weir-Replay: 9223372036854775808, 0",
    "Weir-Replay:, 0",
    "Weir-Replay: 0, 0",
    "Weir-Replay: -1, 0",
    "Weir-Replay: +1, 0",
    "Weir-Replay: 1 7, 0",
    "Weir-Replay: 0x1, 0",
    "Weir-Replayed: 1, -1",
    "weir-replay: 1, -1"
  })
  void aReplayNamesANumberOrNothing(String line, long replay) {
    parse("NATS/1.0\r\n" + line + "\r\n\r\n");

    assertThat(headers.replay()).isEqualTo(replay);
  }

  @Test
  void theFirstOfANameCounts() {
    parse("NATS/1.0\r\nWeir-Username: a/b\r\nWeir-Username: a/c\r\n\r\n");

    assertThat(headers.username()).isEqualTo("a/b");
  }

  @Test
  void readsTextThatIsNotAscii() {
    parse("NATS/1.0 503 forged\r\nWeir-Topic: tenant/é/device/b/telemetry\r\n\r\n");

    assertThat(headers.topic()).isEqualTo("tenant/é/device/b/telemetry");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "X",
        "NATS/1.0",
        "NATS/1.0\r",
        "NATS/1.0\r\n",
        "NATS/1.0\r\n:\r\n\r\n",
        "NATS/1.0\r\nWeir-Topic\r\n\r\n",
        "NATS/1.0\r\nWeir-\r\n\r\n",
        "NATS/1.0\r\nweir-topic: lower\r\n\r\n",
        "NATS/1.0\r\nWeir-Topics: more\r\n\r\n",
        "HTTP/1.1\r\nWeir-Topic: x\r\n\r\n"
      })
  void passesOverWhatIsNone(String block) {
    parse("NATS/1.0\r\nWeir-Topic: former\r\n\r\n");

    parse(block);

    assertThat(headers.topic()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1.5", "99999999999999999999"})
  void aSizeThatIsNoNumberIsAbsent(String size) {
    parse("NATS/1.0\r\nWeir-Original-Size: " + size + "\r\n\r\n");

    assertThat(headers.originalSize()).isEqualTo(-1);
  }

  private void parse(String block) {
    byte[] bytes = block.getBytes(StandardCharsets.UTF_8);
    headers.parse(bytes, 0, bytes.length);
  }
}

package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullStatusTest {

  @Test
  void heartbeat() {
    assertThat(
            parse(
                "NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: 6\r\nNats-Last-Stream: 8\r\n\r\n"))
        .isEqualTo(new PullStatus.Heartbeat(6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"408 Request Timeout", "409 Message Size Exceeds MaxBytes"})
  void endOfARequest(String status) {
    assertThat(
            parse(
                "NATS/1.0 "
                    + status
                    + "\r\nNats-Pending-Messages: 12\r\nNats-Pending-Bytes: 0\r\n\r\n"))
        .isEqualTo(new PullStatus.Ended(12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NATS/1.0 503\r\n\r\n",
        "NATS/1.0 409 Consumer Deleted\r\n\r\n",
        "NATS/1.0 409 Leadership Change\r\n\r\n",
        "NATS/1.0 404 No Messages\r\n\r\n",
        "NATS/1.0 100 Idle Heartbeat\r\n\r\n",
        "NATS/1.0\r\n\r\n",
        "",
        "X"
      })
  void anythingElseIsTheEnd(String block) {
    assertThat(parse(block)).isInstanceOf(PullStatus.Fatal.class);
  }

  private static PullStatus parse(String block) {
    byte[] bytes = block.getBytes(StandardCharsets.UTF_8);
    return PullStatus.parse(bytes, 0, bytes.length);
  }
}

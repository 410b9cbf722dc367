package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AckSubjectTest {

  private final AckSubject ack = new AckSubject();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$JS.ACK.TELEMETRY-0.weir-x.1.1234.56.1795448124598957507.789",
        "$JS.ACK.hub.ACCOUNTHASH.TELEMETRY-0.weir-x.1.1234.56.1795448124598957507.789",
        "$JS.ACK._.ACCOUNTHASH.TELEMETRY-0.weir-x.1.1234.56.1795448124598957507.789.rnd"
      })
  void readsEachForm(String subject) {
    assertThat(parse(subject)).isTrue();
    assertThat(ack.streamSeq()).isEqualTo(1234);
    assertThat(ack.consumerSeq()).isEqualTo(56);
    assertThat(ack.timeNanos()).isEqualTo(1_795_448_124_598_957_507L);
    assertThat(ack.pending()).isEqualTo(789);
  }

  @Test
  void readsWhereItLies() {
    byte[] line = "MSG a.b 1 $JS.ACK.S.c.1.7.8.9.10 370\r\n".getBytes(StandardCharsets.US_ASCII);

    assertThat(ack.parse(line, 10, 32)).isTrue();
    assertThat(ack.streamSeq()).isEqualTo(7);
    assertThat(ack.pending()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$JS.ACK",
        "$JS.ACK.",
        "_INBOX.abc",
        "$JS.FC.S.c.x",
        "$JS.ACK.S.c.1.2.3.4",
        "$JS.ACK.d.S.c.1.2.3.4.5",
        "$JS.ACK.d.a.S.c.1.2.3.4.5.r.more",
        "$JS.ACK.S.c.1.x.3.4.5",
        "$JS.ACK.S.c.1.-2.3.4.5",
        "$JS.ACK.S.c.1..3.4.5",
        "$JS.ACK.S.c.1.0.3.4.5",
        "$JS.ACK.S.c.1.2.0.4.5",
        "$JS.ACK.S.c.1.9223372036854775808.3.4.5",
        "$JS.ACK.S.c.1.99999999999999999999.3.4.5"
      })
  void refusesAnythingElse(String subject) {
    assertThat(parse(subject)).isFalse();
  }

  private boolean parse(String subject) {
    byte[] bytes = subject.getBytes(StandardCharsets.US_ASCII);
    return ack.parse(bytes, 0, bytes.length);
  }
}

package dev.weir.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.simulate.SimulatedMessage.Form;
import dev.weir.core.verdict.RejectReason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.json.JsonMapper;

class TransportTest {

  private static final int MESSAGES = 5_000;

  @ParameterizedTest
  @EnumSource(names = "NATS", mode = Mode.EXCLUDE)
  void everyMessageIsAPayloadThatCanTravelThatWay(Transport transport) {
    Set<RejectReason> seen = EnumSet.noneOf(RejectReason.class);
    MessageMaker maker = maker(transport);
    for (int i = 0; i < MESSAGES; i++) {
      SimulatedMessage message = maker.make(i);
      assertThat(message.form()).isEqualTo(Form.NATIVE);
      assertThat(message.topic()).startsWith("tenant/").doesNotContain("+", "#");
      if (transport != Transport.HTTP) {
        assertThat(message.token()).isNull();
      }
      if (message.expectation() instanceof Expectation.Rejected(RejectReason reason)) {
        seen.add(reason);
      }
    }
    assertThat(seen).isEqualTo(transport.provokable());
  }

  @Test
  void aBatchHoldsOnlyJson() {
    MessageMaker maker = maker(Transport.HTTP_BATCH);
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(JsonMapper.shared().readTree(maker.make(i).body()).isObject()).isTrue();
    }
  }

  /** Else the bridge and the gateway would know it again, and publish it only once. */
  @Test
  void aDuplicateHasOtherBytesThanWhatItRepeats() {
    MessageMaker maker = maker(Transport.MQTT);
    Set<String> bodies = new HashSet<>();
    for (int i = 0; i < MESSAGES; i++) {
      SimulatedMessage message = maker.make(i);
      boolean first =
          bodies.add(new String(message.body(), java.nio.charset.StandardCharsets.ISO_8859_1));
      if (message.expectation().equals(Expectation.DUPLICATE)) {
        assertThat(first).isTrue();
      }
    }
  }

  private static MessageMaker maker(Transport transport) {
    return new MessageMaker(
        3,
        new Fleet(7, "tenant", 5, 50),
        Mix.evenlyBad(transport, 0.1, 0.6),
        Instant.parse("2026-03-01T12:00:00Z"),
        1_000_000);
  }
}

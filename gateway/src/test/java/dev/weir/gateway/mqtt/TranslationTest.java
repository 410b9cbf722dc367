package dev.weir.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.publish.OutboundMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TranslationTest {

  private static final String TOPIC = "tenant/acme/device/d1/telemetry";
  private static final byte[] READING = "{\"ts\":1,\"seq\":2}".getBytes(StandardCharsets.US_ASCII);

  private final Translation plain = new Translation(4, null);
  private final Translation vouching = new Translation(4, "known/");

  @Test
  void aReadingGoesToItsPartitionUnderTheSameIdEachTime() {
    OutboundMessage message = plain.toOutbound(incoming(TOPIC, READING, null));

    assertThat(message.subject()).matches("telemetry\\.[0-3]\\.acme");
    assertThat(message.topic()).isEqualTo(TOPIC);
    assertThat(message.body()).isSameAs(READING);
    assertThat(message.originalSize()).isNull();
    assertThat(message.username()).isNull();
    assertThat(message.messageId())
        .isEqualTo(plain.toOutbound(incoming(TOPIC, READING, null)).messageId());
  }

  @Test
  void aTopicThatIsNoneGoesToTheStreamOfItsTenantOrOfNobody() {
    assertThat(plain.toOutbound(incoming("tenant/acme/x", READING, null)).subject())
        .isEqualTo("telemetry.acme");
    OutboundMessage strange = plain.toOutbound(incoming("a b/\u00e9", READING, null));
    assertThat(strange.subject()).isEqualTo("telemetry.%");
    assertThat(strange.topic()).isEqualTo("a%20b/%C3%A9");
    assertThat(strange.messageId())
        .isNotEqualTo(plain.toOutbound(incoming("a b/\u00e9", READING, null)).messageId());
  }

  @Test
  void whatWasCutSaysHowLongItWas() {
    Incoming cut = new Incoming(TOPIC, READING, 2_000_000, null, true, () -> {});

    OutboundMessage message = plain.toOutbound(cut);

    assertThat(message.originalSize()).isEqualTo(2_000_000);
    assertThat(message.messageId())
        .as("two that begin alike differ")
        .isNotEqualTo(plain.toOutbound(cut).messageId());
  }

  @Test
  void anIdentityIsBelievedUnderThePrefixAlone() {
    OutboundMessage known = vouching.toOutbound(incoming("known/" + TOPIC, READING, "acme/d1"));
    assertThat(known.username()).isEqualTo("acme/d1");
    assertThat(known.topic()).isEqualTo(TOPIC);
    assertThat(known.subject()).matches("telemetry\\.[0-3]\\.acme");
    assertThat(vouching.toOutbound(incoming("known/" + TOPIC, READING, null)).username()).isNull();

    assertThat(vouching.toOutbound(incoming(TOPIC, READING, "acme/d1")).username()).isNull();
    assertThat(plain.toOutbound(incoming("known/" + TOPIC, READING, "acme/d1")).username())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "acme/d 1", "acme/d\u00e9", "acme/d1\r\nWeir-Topic: x"})
  void anIdentityThatNoHeaderCanCarryIsNone(String identity) {
    assertThat(vouching.toOutbound(incoming("known/" + TOPIC, READING, identity)).username())
        .isNull();
  }

  private static Incoming incoming(String topic, byte[] payload, @Nullable String identity) {
    return new Incoming(topic, payload, payload.length, identity, true, () -> {});
  }
}

package dev.weir.core.payload;

import static dev.weir.core.message.Envelopes.TOPIC;
import static dev.weir.core.message.Envelopes.envelopeForm;
import static dev.weir.core.message.Envelopes.nativeForm;
import static dev.weir.core.message.Envelopes.quoted;
import static dev.weir.core.payload.Reading.accepted;
import static dev.weir.core.payload.Reading.outcome;
import static dev.weir.core.payload.Reading.payload;
import static dev.weir.core.payload.Reading.read;
import static dev.weir.core.payload.Reading.rejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Envelopes;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.verdict.Verdict.Rejected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form in which the body names its topic, beside the one in which a header does. */
class EnvelopeFormTest {

  private static final String GOOD = payload("\"seq\":7");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"topic\":T,\"payload\":P}",
        "{\"topic\":T,\"payload\":Q}",
        " { \"x\" : [1,{}], \"payload\" : P , \"y\":null, \"topic\":T,\"z\":\"\\ud800\" } \n",
        "{\"\\u0074opic\":T,\"pay\\u006coad\":Q}",
        // the last one counts
        "{\"topic\":5,\"topic\":T,\"payload\":null,\"payload\":P}",
        "{\"topic\":T,\"payload\":\"nonsense\",\"payload\":Q}",
        "{\"topic\":T,\"payload\":[],\"payload\":P,\"username\":\"t1/d1\"}",
      })
  void readsTheSameAsTheNativeForm(String body) {
    TelemetryMessage message = accepted(envelopeForm(filled(body, GOOD)));
    TelemetryMessage same = accepted(nativeForm(GOOD));

    assertThat(message.topic()).isEqualTo(same.topic());
    assertThat(message.siteId()).isEqualTo(same.siteId());
    assertThat(message.seq()).isEqualTo(same.seq());
    assertThat(message.metrics().copy()).isEqualTo(same.metrics().copy());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // not an envelope at all: the topic is not looked for
        "``|INVALID_JSON",
        "[]|INVALID_JSON",
        "\"x\"|INVALID_JSON",
        "{\"topic\":T,\"payload\":P|INVALID_JSON",
        "{\"topic\":T,\"payload\":P}}|INVALID_JSON",
        "{\"topic\":T,\"payload\":P,}|INVALID_JSON",
        "{\"topic\":\"bad\",\"payload\":P|INVALID_JSON",
        "{\"topic\":T,\"payload\":{\"a\":}}|INVALID_JSON",
        // a topic comes before a payload
        "{}|BAD_TOPIC_FORMAT",
        "{\"payload\":P}|BAD_TOPIC_FORMAT",
        "{\"topic\":null,\"payload\":P}|BAD_TOPIC_FORMAT",
        "{\"topic\":5,\"payload\":P}|BAD_TOPIC_FORMAT",
        "{\"topic\":\"\",\"payload\":P}|BAD_TOPIC_FORMAT",
        "{\"topic\":T,\"topic\":null,\"payload\":P}|BAD_TOPIC_FORMAT",
        "{\"topic\":\"tenant/t1/device/d1\",\"payload\":5}|BAD_TOPIC_FORMAT",
        "{\"topic\":\"tenant/t1/device/\\ud800/telemetry\",\"payload\":P}|BAD_TOPIC_FORMAT",
        // no payload, or none that can be one
        "{\"topic\":T}|INVALID_JSON",
        "{\"topic\":T,\"payload\":null}|INVALID_JSON",
        "{\"topic\":T,\"payload\":P,\"payload\":null}|INVALID_JSON",
        "{\"topic\":T,\"payload\":5}|INVALID_JSON",
        "{\"topic\":T,\"payload\":true}|INVALID_JSON",
        "{\"topic\":T,\"payload\":[P]}|INVALID_JSON",
        "{\"topic\":T,\"payload\":\"\"}|INVALID_JSON",
        "{\"topic\":T,\"payload\":\"{\"}|INVALID_JSON",
        "{\"topic\":T,\"payload\":\"5\"}|INVALID_JSON",
        "{\"topic\":T,\"payload\":\"{}x\"}|INVALID_JSON",
        "{\"topic\":T,\"payload\":\"{\\\"site_id\\\":\\\"\\ud800\\\"}\"}|INVALID_JSON",
        // then the payload's own rules
        "{\"topic\":T,\"payload\":{}}|MISSING_SITE_ID",
        "{\"topic\":T,\"payload\":\"{}\"}|MISSING_SITE_ID",
        "{\"topic\":T,\"payload\":{},\"site_id\":\"s1\"}|MISSING_SITE_ID",
      })
  void judges(String body, String outcome) {
    assertThat(outcome(read(envelopeForm(filled(body, GOOD))))).isEqualTo(outcome);
  }

  @Test
  void depthCountsFromThePayload() {
    String deepest = payload("\"x\":" + nested(31));
    String tooDeep = payload("\"x\":" + nested(32));
    for (String form :
        new String[] {"{\"topic\":T,\"payload\":P}", "{\"topic\":T,\"payload\":Q}"}) {
      assertThat(outcome(read(envelopeForm(filled(form, deepest))))).isEqualTo("ACCEPTED");
      assertThat(rejected(envelopeForm(filled(form, tooDeep))).detail())
          .startsWith("nested deeper than 32");
    }
    assertThat(outcome(deepest)).isEqualTo("ACCEPTED");
    assertThat(outcome(tooDeep)).isEqualTo("INVALID_JSON");
    assertThat(outcome("[".repeat(1_001))).isEqualTo("INVALID_JSON");
    // what lies beside the payload may be deeper
    String beside = "{\"x\":" + nested(999) + ",\"topic\":T,\"payload\":P}";
    assertThat(outcome(read(envelopeForm(filled(beside, GOOD))))).isEqualTo("ACCEPTED");
    assertThat(outcome(read(envelopeForm("{\"x\":" + nested(1_000) + "}"))))
        .isEqualTo("INVALID_JSON");
  }

  @ParameterizedTest
  @CsvSource({"8192, ACCEPTED", "8193, PAYLOAD_TOO_LARGE"})
  void sizeIsThatOfThePayload(int size, String outcome) {
    String blank = padded(GOOD, " ", size);
    String letters = padded(GOOD, "é", size);

    assertThat(outcome(blank)).isEqualTo(outcome);
    assertThat(outcome(letters)).isEqualTo(outcome);
    for (String payload : new String[] {blank, letters}) {
      assertThat(outcome(read(envelopeForm(filled("{\"topic\":T,\"payload\":P}", payload)))))
          .isEqualTo(outcome);
      assertThat(outcome(read(envelopeForm(filled("{\"topic\":T,\"payload\":Q}", payload)))))
          .isEqualTo(outcome);
    }
    // a string counts decoded, however it was spelled
    String escaped = quoted(letters).replace("é", "\\u00e9");
    assertThat(
            outcome(
                read(envelopeForm("{\"payload\":" + escaped + ",\"topic\":\"" + TOPIC + "\"}"))))
        .isEqualTo(outcome);
  }

  @Test
  void whatSurroundsThePayloadHasNoSize() {
    String body = "{\"x\":\"" + "a".repeat(20_000) + "\",\"topic\":T,\"payload\":P}";

    assertThat(outcome(read(envelopeForm(filled(body, GOOD))))).isEqualTo("ACCEPTED");
  }

  @Test
  void offsetsInAnErrorAreThePayloads() {
    String body = "{\"topic\":\"" + TOPIC + "\",\"payload\":\"{\\\"a\\\":x}\"}";

    assertThat(rejected(envelopeForm(body)).detail()).isEqualTo("a value expected at byte 5");
  }

  @Test
  void aTenantIsToldAsSoonAsItCanBeRead() {
    assertThat(tenant("{\"topic\":\"tenant/t1/device\"}")).isEqualTo("t1");
    assertThat(tenant("{\"topic\":T}")).isEqualTo("t1");
    assertThat(tenant("{\"topic\":\"tenant//device/d/x\"}")).isNull();
    assertThat(tenant("{\"topic\":T")).isNull();
    assertThat(tenant("{}")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "none",
      value = {
        "{\"username\":\"t1/d1\"}|t1/d1",
        "{\"username\":\"\"}|none",
        "{\"username\":null}|none",
        "{\"username\":5}|none",
        "{\"username\":[\"t1/d1\"]}|none",
        "{\"username\":\"a\",\"username\":\"\"}|none",
        "{\"username\":\"a\"|none",
        "[\"username\"]|none",
      })
  void readsTheUsername(String body, String username) {
    MessageParts parts = new MessageParts();
    parts.open(envelopeForm(body));

    assertThat(parts.username()).isEqualTo(username);
  }

  @Test
  void onlyTheHeaderVouchesForANativeMessage() {
    MessageParts parts = new MessageParts();
    Envelopes.Builder message =
        new Envelopes.Builder().topic(TOPIC).body("{\"username\":\"x\"}".getBytes(UTF_8));

    parts.open(message.username("t1/d1").build());
    assertThat(parts.username()).isEqualTo("t1/d1");
    parts.open(message.username("").build());
    assertThat(parts.username()).isNull();
    parts.open(message.username(null).build());
    assertThat(parts.username()).isNull();
  }

  private static @Nullable String tenant(String body) {
    Rejected rejected = rejected(envelopeForm(filled(body, GOOD)));
    return rejected.tenantId();
  }

  private static String filled(String body, String payload) {
    return body.replace("T", quoted(TOPIC)).replace("Q", quoted(payload)).replace("P", payload);
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  /** Made longer to a number of bytes, by an unknown member of one kind of character. */
  private static String padded(String payload, String character, int bytes) {
    StringBuilder padded = new StringBuilder(payload);
    padded.insert(1, "\"x\":\"\",");
    int missing = bytes - padded.toString().getBytes(UTF_8).length;
    int width = character.getBytes(UTF_8).length;
    padded.insert(6, character.repeat(missing / width) + "a".repeat(missing % width));
    assertThat(padded.toString().getBytes(UTF_8)).hasSize(bytes);
    return padded.toString();
  }
}

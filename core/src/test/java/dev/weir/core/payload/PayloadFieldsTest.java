package dev.weir.core.payload;

import static dev.weir.core.message.Envelopes.ARRIVAL_MICROS;
import static dev.weir.core.payload.Reading.accepted;
import static dev.weir.core.payload.Reading.metrics;
import static dev.weir.core.payload.Reading.outcome;
import static dev.weir.core.payload.Reading.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Envelopes;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.TelemetryMessage;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of the payload but {@code ts} and {@code metrics}. */
class PayloadFieldsTest {

  @Test
  void readsAllOfThem() {
    String metrics = "{ \"t\" : 21.50, \"on\":true, \"s\":\"x\\u00e9\" }";
    TelemetryMessage message =
        accepted(
            """
            {"version":"1","tenant_id":"t1","device_id":"d1","site_id":"s\\u00e9 1","seq":42,
             "ts":1769860799.5,"provision_token":"secret","metrics":%s,"lat":52.5,"lng":-13.25,
             "other":{"site_id":"no","metrics":[1]}}
            """
                .formatted(metrics));

    assertThat(message.topic().toString()).isEqualTo(Envelopes.TOPIC);
    assertThat(message.siteId()).isEqualTo("sé 1");
    assertThat(message.seq()).isEqualTo(42);
    assertThat(message.timeMicros()).isEqualTo(ARRIVAL_MICROS - 500_000);
    assertThat(message.token()).isEqualTo(new ProvisionToken("secret"));
    assertThat(new String(message.metrics().copy(), UTF_8)).isEqualTo(metrics);
    assertThat(message.latitude()).isEqualTo(52.5);
    assertThat(message.longitude()).isEqualTo(-13.25);
  }

  @Test
  void nullIsAbsent() {
    TelemetryMessage message =
        accepted(
            payload(
                """
                "version":null,"tenant_id":null,"device_id":null,"seq":null,"ts":null,
                "provision_token":null,"lat":null,"longitude":null,"nobody":null
                """));

    assertThat(message.seq()).isNull();
    assertThat(message.token()).isNull();
    assertThat(message.timeMicros()).isEqualTo(ARRIVAL_MICROS);
    assertThat(message.latitude()).isNaN();
    assertThat(message.longitude()).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"site_id\":null,\"metrics\":{\"t\":1}}|MISSING_SITE_ID",
        "{\"site_id\":\"s1\",\"metrics\":null}|MISSING_METRICS",
        "{\"site_id\":\"s1\"}|MISSING_METRICS",
        "{\"metrics\":{\"t\":1}}|MISSING_SITE_ID",
        "{}|MISSING_SITE_ID",
      })
  void whatIsRequiredMustBeThere(String payload, String outcome) {
    assertThat(outcome(payload)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"version\":\"1\"|ACCEPTED",
        "\"version\":1|ACCEPTED",
        "\"version\":\"\\u0031\"|ACCEPTED",
        "\"version\":1.0|UNSUPPORTED_ENVELOPE_VERSION",
        "\"version\":\"1.0\"|UNSUPPORTED_ENVELOPE_VERSION",
        "\"version\":\"\"|UNSUPPORTED_ENVELOPE_VERSION",
        "\"version\":2|UNSUPPORTED_ENVELOPE_VERSION",
        "\"version\":true|UNSUPPORTED_ENVELOPE_VERSION",
        "\"version\":[1]|UNSUPPORTED_ENVELOPE_VERSION",
        "\"tenant_id\":\"t1\"|ACCEPTED",
        "\"tenant_id\":\"\\u00741\"|ACCEPTED",
        "\"tenant_id\":\"t\"|TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
        "\"tenant_id\":\"T1\"|TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
        "\"tenant_id\":\"t1 \"|TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
        "\"tenant_id\":\"\"|TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
        "\"tenant_id\":1|TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
        "\"tenant_id\":{\"t1\":1}|TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
        "\"device_id\":\"d1\"|ACCEPTED",
        "\"device_id\":\"d2\"|DEVICE_MISMATCH_TOPIC_VS_PAYLOAD",
        "\"device_id\":false|DEVICE_MISMATCH_TOPIC_VS_PAYLOAD",
        // the last one counts, whatever came before
        "\"version\":2,\"version\":1|ACCEPTED",
        "\"version\":1,\"version\":2|UNSUPPORTED_ENVELOPE_VERSION",
        "\"version\":2,\"version\":null|ACCEPTED",
        "\"tenant_id\":\"t2\",\"tenant_id\":\"t1\"|ACCEPTED",
        "\"device_id\":\"d1\",\"device_id\":\"d2\"|DEVICE_MISMATCH_TOPIC_VS_PAYLOAD",
        "\"site_id\":\"\"|MISSING_SITE_ID",
        "\"site_id\":5,\"site_id\":\"s\"|ACCEPTED",
        "\"site_id\":null|MISSING_SITE_ID",
        "\"seq\":1.5,\"seq\":2|ACCEPTED",
        "\"seq\":2,\"seq\":1.5|INVALID_SEQ",
        "\"ts\":\"x\",\"ts\":1769860800|ACCEPTED",
        "\"ts\":1,\"ts\":null|ACCEPTED",
        "\"metrics\":{}|MISSING_METRICS",
        "\"metrics\":[],\"metrics\":{\"t\":1}|ACCEPTED",
        "\"metrics\":{\"\":[]},\"metrics\":{\"t\":1}|ACCEPTED",
        // an escaped name is the same name; a name that only begins alike is another
        "\"site\\u005fid\":\"\"|MISSING_SITE_ID",
        "\"\\u0073\\u0065\\u0071\":\"x\"|INVALID_SEQ",
        "\"site_i\":1,\"site_id2\":1,\"Site_id\":1,\"site_id\\u0000\":1|ACCEPTED",
        "\"se\":\"x\",\"seqs\":\"x\",\"t\":\"x\",\"tss\":\"x\",\"\":\"x\"|ACCEPTED",
        "\"latitudes\":\"x\",\"metric\":[],\"metricss\":[]|ACCEPTED",
        // what does not concern us may hold anything
        "\"x\":\"\\ud800\\u0000\",\"y\":1e400000|ACCEPTED",
      })
  void judges(String members, String outcome) {
    assertThat(outcome(payload(members))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "127, true", "128, true", "129, false", "0, false"})
  void siteIdIsCountedInCodePoints(int length, boolean good) {
    for (String character : new String[] {"s", "é", "€", "😀", "\\ud83d\\ude00", "\\u00e9"}) {
      String payload = "{\"metrics\":{\"t\":1},\"site_id\":\"" + character.repeat(length) + "\"}";
      assertThat(outcome(payload)).isEqualTo(good ? "ACCEPTED" : "MISSING_SITE_ID");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\\n\"", "\"a\\u0000\"", "\"\u007f\"", "\"\u0085\"", "\"\\ud800\"", "1", "[]"})
  void siteIdIsPlainText(String value) {
    assertThat(outcome(payload("\"site_id\":" + value))).isEqualTo("MISSING_SITE_ID");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "-9223372036854775808, -9223372036854775808",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808,",
    "-9223372036854775809,",
    "1.0,",
    "1e3,",
    "1E0,",
    "-0.0,",
    "'\"1\"',",
    "true,",
    "'[1]',",
  })
  void seqIsAnIntegerLiteralOf64Bits(String value, Long seq) {
    String payload = payload("\"seq\":" + value);
    if (seq == null) {
      assertThat(outcome(payload)).isEqualTo("INVALID_SEQ");
    } else {
      assertThat(accepted(payload).seq()).isEqualTo(seq);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"lat\":1.5|1.5",
        "\"latitude\":1.5|1.5",
        "\"lat\":1.5,\"latitude\":null|1.5",
        "\"latitude\":1.5,\"lat\":null|1.5",
        "\"latitude\":2,\"lat\":1.5|1.5",
        "\"lat\":2,\"lat\":1.5|1.5",
        "\"lat\":1.5,\"lat\":null|NaN",
        "\"lat\":\"x\",\"lat\":1.5|1.5",
        "\"lat\":\"1.5\"|Infinity",
        "\"lat\":\"x\",\"latitude\":1.5|Infinity",
        "\"lat\":[1.5]|Infinity",
        "\"lat\":true|Infinity",
        "\"lat\":1e400|Infinity",
        "\"lat\":-1e400|Infinity",
        "\"lat\":0e400000|0.0",
      })
  void aCoordinateIsANumberAbsentOrUnusable(String members, Double latitude) {
    String alike = members.replace("latitude", "longitude").replace("\"lat\"", "\"lng\"");

    assertThat(accepted(payload(members)).latitude()).isEqualTo(latitude);
    assertThat(accepted(payload(members)).longitude()).isNaN();
    assertThat(accepted(payload(alike)).longitude()).isEqualTo(latitude);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"lat\":90,\"lng\":180', true, false",
    "'\"lat\":-90,\"lng\":-180', true, false",
    "'\"lat\":0,\"lng\":0', true, false",
    "'\"lat\":90.0000001,\"lng\":0', false, true",
    "'\"lat\":-90.0000001,\"lng\":0', false, true",
    "'\"lat\":0,\"lng\":180.0000001', false, true",
    "'\"lat\":0,\"lng\":-180.0000001', false, true",
    "'\"lat\":1', false, true",
    "'\"lng\":1', false, true",
    "'\"lat\":1,\"lng\":null', false, true",
    "'\"lat\":null,\"lng\":null', false, false",
    "'\"seq\":1', false, false",
  })
  void aLocationNeedsBothOfItsCoordinates(String members, boolean there, boolean unusable) {
    TelemetryMessage message = accepted(payload(members));

    assertThat(message.hasLocation()).isEqualTo(there);
    assertThat(message.hasUnusableLocation()).isEqualTo(unusable);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "none",
      value = {
        "\"a\"|a",
        "\"\\u0061\\ud83d\\ude00\"|a😀",
        "\"\"|none",
        "null|none",
      })
  void readsTheToken(String value, String text) {
    ProvisionToken token = accepted(payload("\"provision_token\":" + value)).token();

    assertThat(token).isEqualTo(ProvisionToken.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "[]", "{\"a\":\"b\"}", "\"\\ud800\""})
  void aTokenThatIsNoTextIsMalformed(String value) {
    assertThat(accepted(payload("\"provision_token\":" + value)).token())
        .isEqualTo(ProvisionToken.MALFORMED);
    assertThat(accepted(payload("\"provision_token\":1,\"provision_token\":\"a\"")).token())
        .isEqualTo(new ProvisionToken("a"));
  }

  @Test
  void nothingStaysFromTheMessageBefore() {
    accepted(payload("\"seq\":1,\"ts\":1769860799,\"provision_token\":\"a\",\"lat\":1,\"lng\":2"));
    outcome(metrics("\"a\":[]"));
    TelemetryMessage message = accepted(payload(""));

    assertThat(message.seq()).isNull();
    assertThat(message.token()).isNull();
    assertThat(message.timeMicros()).isEqualTo(ARRIVAL_MICROS);
    assertThat(message.latitude()).isNaN();
    assertThat(Objects.toString(message)).doesNotContain("secret");
    assertThat(outcome("{}")).isEqualTo("MISSING_SITE_ID");
  }
}

package dev.weir.core.payload;

import static dev.weir.core.message.Envelopes.quoted;
import static dev.weir.core.payload.Reading.outcome;
import static dev.weir.core.payload.Reading.outcomeOfLong;
import static dev.weir.core.payload.Reading.payload;
import static dev.weir.core.payload.Reading.read;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Envelopes;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 8259 leaves open, or parsers disagree on: here it has one answer. */
class ImplementationDefinedTest {

  private static final String GOOD = payload("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // numbers that are JSON and no double, as a metric and beside
        "\"metrics\":{\"n\":0.4e00669999999999999999999999999999999999}|METRIC_VALUE_INVALID",
        "\"metrics\":{\"n\":-1e+9999}|METRIC_VALUE_INVALID",
        "\"metrics\":{\"n\":123e-10000000}|METRIC_VALUE_INVALID",
        "\"metrics\":{\"n\":-123123123123123123123123123123}|ACCEPTED",
        "\"metrics\":{\"n\":1.5e+308}|ACCEPTED",
        "\"metrics\":{\"n\":-0}|ACCEPTED",
        "\"metrics\":{\"n\":5e-324}|ACCEPTED",
        "\"x\":0.4e00669999999999999999999999999999999999|ACCEPTED",
        "\"x\":123e-10000000|ACCEPTED",
        "\"ts\":1769860800e0|ACCEPTED",
        "\"ts\":17698608e2|ACCEPTED",
        "\"ts\":1e999999999999|TIMESTAMP_IN_FUTURE",
        "\"ts\":-1e999999999999|TIMESTAMP_TOO_OLD",
        "\"ts\":1e-999999999999|TIMESTAMP_TOO_OLD",
        "\"seq\":-0|ACCEPTED",
        "\"seq\":1e0|INVALID_SEQ",
        "\"seq\":99999999999999999999999999999999|INVALID_SEQ",
        "\"lat\":1e999999999999,\"lng\":-1e999999999999|ACCEPTED",
        // names that come twice, however they are spelled
        "\"metrics\":{\"a\":1,\"a\":2}|ACCEPTED",
        "\"metrics\":{\"a\":\"\\u0000\",\"a\":2}|METRIC_VALUE_INVALID",
        "\"metrics\":{\"a\":1,\"\\u0061\":[]}|METRIC_VALUE_INVALID",
        "\"x\":1,\"x\":{},\"x\":[]|ACCEPTED",
        // halves of pairs: JSON, and no text
        "\"metrics\":{\"a\":\"\\uD834\\uDd1e\"}|ACCEPTED",
        // characters that are none, and are allowed
        "\"metrics\":{\"a\":\"\\uFFFE\\uFDD0\\uDBFF\\uDFFE\"}|ACCEPTED",
        "\"x\":\"\\uD800\\uD800\\n\",\"\\udfff\":0|ACCEPTED",
        "\"metrics\":{\"a\":\"\\uD800\\uD800\\n\"}|METRIC_VALUE_INVALID",
        "\"metrics\":{\"a\":\"\\uDd1e\\uD834\"}|METRIC_VALUE_INVALID",
        "\"metrics\":{\"\\uD834\":1}|METRIC_VALUE_INVALID",
      })
  void hasOneAnswer(String members, String outcome) {
    assertThat(outcome(payload(members))).isEqualTo(outcome);
    String envelope = "{\"topic\":" + quoted(Envelopes.TOPIC) + ",\"payload\":";
    for (String form : new String[] {payload(members), quoted(payload(members))}) {
      assertThat(outcome(read(Envelopes.envelopeForm(envelope + form + '}')))).isEqualTo(outcome);
    }
  }

  static Stream<Charset> others() {
    return Stream.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"), Charset.forName("UTF-32BE"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void onlyUtf8IsRead(Charset other) {
    for (String mark : new String[] {"", "\uFEFF"}) {
      byte[] body = (mark + GOOD).getBytes(other);

      assertThat(outcomeOf(body, true)).isEqualTo("INVALID_JSON");
      assertThat(outcomeOf(body, false)).isEqualTo("INVALID_JSON");
    }
  }

  /** A char stands for a byte. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00EF\u00BB\u00BF%s", // a byte order mark
        "%s\u0000",
        "\u0000%s",
        "%s\u001A",
        "%s\u000C",
        "\u00A0%s",
        "\u001E%s\n",
        "%1$s%1$s",
        "%1$s\n%1$s",
        ")]}',\n%s",
        "%s;",
        "(%s)",
        "%s\u00C0\u00AE",
      })
  void nothingStandsAround(String around) {
    byte[] body = around.formatted(GOOD).getBytes(ISO_8859_1);

    assertThat(outcomeOf(body, true)).isEqualTo("INVALID_JSON");
    assertThat(outcomeOf(body, false)).isEqualTo("INVALID_JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void depthCostsNoStack(String level) {
    String deep = level.repeat(100_000);

    assertThat(outcomeOfLong(deep)).isEqualTo("INVALID_JSON");
    assertThat(outcomeOfLong(GOOD.replace("{\"t\":1}", deep))).isEqualTo("INVALID_JSON");
    assertThat(outcomeOf(deep.getBytes(UTF_8), false)).isEqualTo("INVALID_JSON");
  }

  @Test
  void numbersOfManyDigitsAreJudgedLikeOthers() {
    String digits = "9".repeat(900_000);

    assertThat(outcomeOfLong(payload("\"x\":" + digits))).isEqualTo("ACCEPTED");
    assertThat(outcomeOfLong(payload("\"seq\":" + digits))).isEqualTo("INVALID_SEQ");
    assertThat(outcomeOfLong(payload("\"ts\":" + digits))).isEqualTo("TIMESTAMP_IN_FUTURE");
    assertThat(outcomeOfLong(payload("\"ts\":1.0" + digits))).isEqualTo("TIMESTAMP_TOO_OLD");
    assertThat(outcomeOfLong(payload("\"lat\":" + digits))).isEqualTo("ACCEPTED");
    assertThat(outcomeOfLong(payload("\"metrics\":{\"a\":" + digits + "}")))
        .isEqualTo("METRIC_VALUE_INVALID");
    assertThat(outcomeOfLong(payload("\"metrics\":{\"a\":0." + digits + "}")))
        .isEqualTo("METRIC_VALUE_INVALID");
  }

  private static String outcomeOf(byte[] body, boolean isNative) {
    String topic = isNative ? Envelopes.TOPIC : null;
    return outcome(read(new Envelopes.Builder().topic(topic).body(body).build()));
  }
}

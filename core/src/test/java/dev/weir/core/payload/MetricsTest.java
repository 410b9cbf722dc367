package dev.weir.core.payload;

import static dev.weir.core.message.Envelopes.nativeForm;
import static dev.weir.core.payload.Reading.accepted;
import static dev.weir.core.payload.Reading.metrics;
import static dev.weir.core.payload.Reading.outcome;
import static dev.weir.core.payload.Reading.outcomeOfLong;
import static dev.weir.core.payload.Reading.payload;
import static dev.weir.core.payload.Reading.rejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.verdict.RejectReason;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {

  private static final String HEARTBEAT = "tenant/t1/device/d1/heartbeat";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0.0",
        "1e308",
        "-1.7976931348623157e308",
        "1e-16383",
        "0e400000",
        "true",
        "false",
        "\"\"",
        "\"\\n\\u0001\u007f\"",
        "\"\\ud83d\\ude00\"",
        "\"provision_token\""
      })
  void acceptsTheValue(String value) {
    String payload = metrics("\"a\":" + value);

    TelemetryMessage message = accepted(payload);

    String metrics = new String(message.metrics().copy(), UTF_8);
    assertThat(metrics).isEqualTo("{\"a\":" + value + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "[1]",
        "{}",
        "{\"a\":1}",
        "1e309",
        "-1e309",
        "1.7976931348623159e308",
        "1e-16384",
        "1e400000",
        "1e999999999999999999999",
        "\"\\u0000\"",
        "\"a\\u0000b\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ude00\\ud83d\"",
        "\"\\ud83dx\\ude00\""
      })
  void refusesTheValue(String value) {
    assertThat(outcome(metrics("\"a\":1,\"b\":" + value + ",\"c\":2")))
        .isEqualTo("METRIC_VALUE_INVALID");
  }

  static String[] longNumbers() {
    return new String[] {
      "1" + "0".repeat(308), "-" + "9".repeat(308), "0." + "0".repeat(8_000) + "1",
    };
  }

  @ParameterizedTest
  @MethodSource("longNumbers")
  void longLiteralsAreFineWhileTheyAreFinite(String number) {
    assertThat(outcome(metrics("\"a\":" + number))).isEqualTo("ACCEPTED");
    assertThat(outcome(metrics("\"a\":1" + "0".repeat(309)))).isEqualTo("METRIC_VALUE_INVALID");
    assertThat(outcome(metrics("\"a\":" + "1".repeat(400)))).isEqualTo("METRIC_VALUE_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "€", "😀", "\\ud83d\\ude00", "\\u00e9", "\\n"})
  void stringsAreCountedInCodePoints(String character) {
    assertThat(outcomeOfLong(metrics("\"a\":\"" + character.repeat(1_024) + "\"")))
        .isEqualTo("ACCEPTED");
    assertThat(outcomeOfLong(metrics("\"a\":\"" + character.repeat(1_025) + "\"")))
        .isEqualTo("METRIC_VALUE_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "€", "😀", "\\ud83d\\ude00", "\\u00e9"})
  void keysAreCountedInCodePoints(String character) {
    assertThat(outcome(metrics("\"" + character.repeat(128) + "\":1"))).isEqualTo("ACCEPTED");
    assertThat(outcome(metrics("\"" + character.repeat(129) + "\":1")))
        .isEqualTo("METRIC_KEY_TOO_LONG");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, METRIC_KEY_INVALID",
        "\\n, METRIC_KEY_INVALID",
        "a\\u0000, METRIC_KEY_INVALID",
        "\\u001f, METRIC_KEY_INVALID",
        "\u007f, METRIC_KEY_INVALID",
        "\u0085, METRIC_KEY_INVALID",
        "\\u009f, METRIC_KEY_INVALID",
        "\\ud800, METRIC_VALUE_INVALID",
        "a\\udfff, METRIC_VALUE_INVALID",
        "\\\"\\\\\\/, ACCEPTED",
        "` `, ACCEPTED",
        "provision_token, ACCEPTED",
      })
  void judgesTheKey(String key, String outcome) {
    assertThat(outcome(metrics("\"" + key + "\":1"))).isEqualTo(outcome);
  }

  @Test
  void theirNumberIsBounded() {
    assertThat(outcome(metrics(members(1, 50)))).isEqualTo("ACCEPTED");
    assertThat(outcome(metrics(members(1, 51)))).isEqualTo("TOO_MANY_METRICS");
    // one that comes again counts again
    assertThat(outcome(metrics(members(1, 49) + ",\"m1\":2"))).isEqualTo("ACCEPTED");
    assertThat(outcome(metrics(members(1, 50) + ",\"m1\":2"))).isEqualTo("TOO_MANY_METRICS");
  }

  @Test
  void ofTwoMetricsOnlyTheLastCounts() {
    String payload = payload("\"metrics\":{" + members(1, 51) + "},\"metrics\":{\"z\":9}");

    assertThat(new String(accepted(payload).metrics().copy(), UTF_8)).isEqualTo("{\"z\":9}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"site_id\":\"s\"}|{}",
        "{\"site_id\":\"s\",\"metrics\":null}|{}",
        "{\"site_id\":\"s\",\"metrics\":{ }}|{ }",
        "{\"site_id\":\"s\",\"metrics\":{\"a\":1}}|{\"a\":1}",
        "{\"site_id\":\"s\",\"metrics\":{\"a\":1},\"metrics\":null}|{}",
      })
  void onlyTelemetryNeedsThem(String payload, String metrics) {
    TelemetryMessage message = accepted(nativeForm(HEARTBEAT, payload));

    assertThat(new String(message.metrics().copy(), UTF_8)).isEqualTo(metrics);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|MISSING_METRICS",
        "\"\"|MISSING_METRICS",
        "1|MISSING_METRICS",
        "true|MISSING_METRICS",
        "{\"\":1}|METRIC_KEY_INVALID",
        "{\"a\":null}|METRIC_VALUE_INVALID"
      })
  void whereTheyAreOptionalTheyMustStillBeRight(String metrics, RejectReason reason) {
    String payload = "{\"site_id\":\"s\",\"metrics\":" + metrics + "}";

    assertThat(rejected(nativeForm(HEARTBEAT, payload)).reason()).isEqualTo(reason);
  }

  @Test
  void theDetailNamesTheBound() {
    assertThat(rejected(nativeForm(metrics(members(1, 51)))).detail())
        .isEqualTo("metrics has 51 members, at most 50 allowed");
    assertThat(rejected(nativeForm(metrics("\"" + "k".repeat(129) + "\":1"))).detail())
        .isEqualTo("a key of metrics has 129 characters, at most 128 allowed");
  }

  private static String members(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "\"m" + i + "\":" + i)
        .collect(Collectors.joining(","));
  }
}

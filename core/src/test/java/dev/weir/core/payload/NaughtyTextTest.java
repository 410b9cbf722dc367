package dev.weir.core.payload;

import static dev.weir.core.payload.Reading.accepted;
import static dev.weir.core.payload.Reading.metrics;
import static dev.weir.core.payload.Reading.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that have broken others' programs are texts here, and nothing else. */
class NaughtyTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // words of languages and of formats
        " ",
        "null",
        "undefined",
        "NaN",
        "-Infinity",
        "true",
        "\\N",
        "\\.",
        "\\x00",
        "0x1F",
        "1e400",
        "1,000.00",
        "__proto__",
        "constructor",
        "$where",
        "provision_token",
        // what a careless program would run
        "'; drop table telemetry; --",
        "1' or '1'='1",
        "$1",
        "?::jsonb",
        "$$;select pg_sleep(10);$$",
        "{\"a\":1}",
        "[1,2",
        "<script>alert(1)</script>",
        "${jndi:ldap://localhost/a}",
        "{{7*7}}",
        "%s%n%d%x",
        "$(reboot)",
        "`id`",
        "../../etc/passwd",
        "a>b.*.c",
        "tenant/t1/device/d1/telemetry",
        "=cmd|'/C calc'!A0",
        // scripts, widths and directions
        "Ω≈ç√∫˜µ≤≥÷",
        "田中さんにあげて下さい",
        "بِسْمِ اللَّهِ",
        "ﷺ",
        "İıſK",
        "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
        "\u202Eevil\u202C",
        "\u200B\u200D\u2060\uFEFF",
        "\u2028\u2029",
        "\u00AD\u180E",
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "\uDBFF\uDFFF\uD83F\uDFFE",
        "\uFFFE\uFFFF\uFDD0\uFFFD",
        "\uE000",
      })
  void isKeptAsItIs(String text) {
    for (String spelled : new String[] {plain(text), escaped(text)}) {
      assertThat(stored("\"v\":" + spelled)).isEqualTo("{\"v\":" + spelled + "}");
      assertThat(stored(spelled + ":1")).isEqualTo("{" + spelled + ":1}");
      assertThat(accepted("{\"site_id\":" + spelled + ",\"metrics\":{\"t\":1}}").siteId())
          .isEqualTo(text);
    }
  }

  /** Control characters are text in a value, but for U+0000, and nowhere else. */
  @ParameterizedTest
  @ValueSource(
      ints = {0x00, 0x01, 0x07, 0x08, 0x09, 0x0A, 0x0D, 0x1A, 0x1B, 0x1F, 0x7F, 0x85, 0x9F})
  void controlCharactersAreNoNames(int c) {
    String spelled = escaped("a" + (char) c + "b");

    assertThat(outcome(metrics("\"v\":" + spelled)))
        .isEqualTo(c == 0 ? "METRIC_VALUE_INVALID" : "ACCEPTED");
    assertThat(outcome(metrics(spelled + ":1"))).isEqualTo("METRIC_KEY_INVALID");
    assertThat(outcome("{\"site_id\":" + spelled + ",\"metrics\":{\"t\":1}}"))
        .isEqualTo("MISSING_SITE_ID");
  }

  private static String stored(String members) {
    return new String(accepted(metrics(members)).metrics().copy(), UTF_8);
  }

  private static String plain(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String escaped(String text) {
    return text.chars()
        .mapToObj(c -> String.format("\\u%04x", c))
        .collect(Collectors.joining("", "\"", "\""));
  }
}

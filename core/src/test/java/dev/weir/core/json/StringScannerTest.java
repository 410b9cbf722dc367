package dev.weir.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StringScannerTest {

  private final StringScanner string = new StringScanner();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, 0",
        "abc, 3",
        "é, 1",
        "€, 1",
        "😀, 1",
        "a😀b, 3",
        "\\n, 1",
        "\\u0041, 1",
        "\\ud83d\\ude00, 1",
        "\\uD83D\\uDE00\\uD83D\\uDE00, 2",
        "\\ud83d, 1",
        "\\ude00, 1",
        "\\ud83d\\ud83d, 2",
        "\\ud83d\\ud83d\\ude00, 2",
        "\\ude00\\ud83d, 2",
        "\\ud83da\\ude00, 3",
        "\\ud83d\\n, 2",
        "\\ud83d😀, 2",
      })
  void countsCodePoints(String inside, int codePoints) {
    scan(inside);

    assertThat(string.codePoints()).isEqualTo(codePoints);
    assertThat(string.value().codePointCount(0, string.value().length())).isEqualTo(codePoints);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "abc, false, false, false",
        "é€😀/, false, false, false",
        "\\ud83d\\ude00, false, false, false",
        "\\\\\\\"\\/, false, false, false",
        "\\u0020\\u00a0, false, false, false",
        "\\n, true, false, false",
        "\\b, true, false, false",
        "\\u0001, true, false, false",
        "\\u001f, true, false, false",
        "\\u0000, true, true, false",
        "\\u007f, true, false, false",
        "\u007f, true, false, false",
        "\u0080, true, false, false",
        "\u009f, true, false, false",
        "\u00a0, false, false, false",
        "\\u0080, true, false, false",
        "\\u009F, true, false, false",
        "\\ud83d, false, false, true",
        "\\ude00, false, false, true",
        "a\\ud83d, false, false, true",
        "\\ud83da, false, false, true",
        "\\ud83d\\ud83d\\ude00, false, false, true",
        "\\ud83d\\ude00\\ude00, false, false, true",
        "\\ude00\\ud83d, false, false, true",
        "\\ud83dé\\ude00, false, false, true",
        "\\ud83d\\u0000, true, true, true",
      })
  void remembersWhatRulesAskFor(String inside, boolean control, boolean nul, boolean lone) {
    scan(inside);

    assertThat(string.hasControl()).isEqualTo(control);
    assertThat(string.hasNul()).isEqualTo(nul);
    assertThat(string.hasLoneSurrogate()).isEqualTo(lone);
  }

  @Test
  void forgetsTheStringBefore() {
    scan("\\u0000\\ud800");
    scan("plain");

    assertThat(string.hasControl() || string.hasNul() || string.hasLoneSurrogate()).isFalse();
    assertThat(string.codePoints()).isEqualTo(5);
    assertThat(string.value()).isEqualTo("plain");
  }

  @Test
  void unescapes() {
    scan("é\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\\ud800x😀\\\\u0041");

    assertThat(string.value()).isEqualTo("é\"\\/\b\f\n\r\té😀\ud800x😀\\u0041");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain é€😀",
        "\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000",
        "\\u007f\\u0080\\u07ff\\u0800\\ud7ff\\ue000\\uffff",
        "\\ud800\\udc00\\udbff\\udfff\\ud83d\\ude00x\\u00e9",
      })
  void unescapesToTheSameInUtf8(String inside) {
    scan(inside);

    assertThat(string.utf8()).isEqualTo(string.value().getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "site_id, site_id, true",
    "site\\u005fid, site_id, true",
    "\\u0073ite_i\\u0064, site_id, true",
    "site_i, site_id, false",
    "site_id_, site_id, false",
    "Site_id, site_id, false",
    "site\\u005Fix, site_id, false",
    "site_\\u00e9d, site_id, false",
    "é, é, false",
    "'', '', true",
    "'', a, false",
  })
  void comparesWithAsciiText(String inside, String text, boolean equal) {
    scan(inside);

    assertThat(string.valueEquals(text)).isEqualTo(equal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"abc", "\"a\\u12\"", "\"\\q\"", "\"a\u0001\"", "\"\\"})
  void namesThePlaceOfAnError(String text) {
    byte[] bytes = ("...." + text).getBytes(UTF_8);

    int after = string.scan(bytes, 4, bytes.length);

    assertThat(after).isNegative();
    assertThat(-after - 1).isBetween(5, bytes.length);
    assertThat(string.error()).isNotEmpty();
  }

  private void scan(String inside) {
    byte[] bytes = ("..\"" + inside + "\"..").getBytes(UTF_8);
    assertThat(string.scan(bytes, 2, bytes.length)).isEqualTo(bytes.length - 2);
  }
}

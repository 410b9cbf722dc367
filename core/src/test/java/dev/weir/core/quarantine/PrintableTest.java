package dev.weir.core.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, ``",
        "plain é€😀, plain é€😀",
        "a\u0000b, a\\u0000b",
        "`\u001b[31m`, \\u001b[31m",
        "a\u007fb, a\\u007fb",
        "\u0085, \\u0085",
        "\u202egnp.exe, \\u202egnp.exe",
        "a\u2028b, a\\u2028b",
        "\ufeff, \\ufeff",
      })
  void escapesWhatATerminalWouldObey(String text, String printable) {
    assertThat(Printable.of(text, 100)).isEqualTo(printable);
  }

  @Test
  void escapesHalvesOfPairs() {
    assertThat(Printable.of("\ud83d", 100)).isEqualTo("\\ud83d");
    assertThat(Printable.of("\ude00\ud83d", 100)).isEqualTo("\\ude00\\ud83d");
    assertThat(Printable.of("\ud83dx\ude00", 100)).isEqualTo("\\ud83dx\\ude00");
  }

  @Test
  void neverCutsThroughACharacterOrAnEscape() {
    assertThat(Printable.of("abc", 3)).isEqualTo("abc");
    assertThat(Printable.of("abcd", 3)).isEqualTo("abc");
    assertThat(Printable.of("ab😀", 3)).isEqualTo("ab");
    assertThat(Printable.of("ab😀", 4)).isEqualTo("ab😀");
    assertThat(Printable.of("ab\u0000c", 7)).isEqualTo("ab");
    assertThat(Printable.of("ab\u0000c", 8)).isEqualTo("ab\\u0000");
  }
}

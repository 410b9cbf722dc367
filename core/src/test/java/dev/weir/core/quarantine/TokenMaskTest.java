package dev.weir.core.quarantine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenMaskTest {

  /** Text and what is left of it; a line break is written as ⏎. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // JSON, whole or cut
        "{\"provision_token\":\"secret\",\"a\":1}|{\"provision_token\":\"***\",\"a\":1}",
        "{\"provision_token\" :⏎ \"secret\"⏎ }|{\"provision_token\" :⏎ \"***\"⏎ }",
        "{\"a\":1,\"provision_token\":\"sec|{\"a\":1,\"provision_token\":\"***",
        "{\"provision_token\":\"|{\"provision_token\":\"",
        "{\"provision_token\":\"\",\"a\":1|{\"provision_token\":\"\",\"a\":1",
        "{\"provision_token\":|{\"provision_token\":",
        "{\"provision_token\"|{\"provision_token***",
        "\"provision_token\":\"a\\\"b,\\\\\",\"c\":1|\"provision_token\":\"***\",\"c\":1",
        "\"provision_token\":\" = :'a b\",\"c\":1|\"provision_token\":\"***\",\"c\":1",
        "\"provision_token\":12345,\"c\":1|\"provision_token\":***,\"c\":1",
        "\"provision_token\":null ,\"c\":1|\"provision_token\":*** ,\"c\":1",
        "\"provision_token\":{\"a\":\"secret\"},\"c\":1|\"provision_token\":***",
        "\"provision_token\": [\"secret\",\"secret\"]|\"provision_token\": ***",
        "provision_token: 'secret' }provision_token:'secret'"
            + "|provision_token: '***' }provision_token:'***'",
        // the key escaped, once and twice
        "\"provision\\u005ftoken\":\"secret\",|\"provision\\u005ftoken\":\"***\",",
        "\\\"\\\\u0070rovision\\\\u005Ftoken\\\":\\\"secret\\\"}"
            + "|\\\"\\\\u0070rovision\\\\u005Ftoken\\\":\\\"***\\\"}",
        // JSON in a string, and that in a string
        "\"{\\\"provision_token\\\":\\\"se\\\\\\\"cret\\\",\\\"a\\\":1"
            + "|\"{\\\"provision_token\\\":\\\"***\\\",\\\"a\\\":1",
        "\\\"provision_token\\\":\\\"secret\\\\\\\\\\\",\\\"a\\\":1"
            + "|\\\"provision_token\\\":\\\"***\\\",\\\"a\\\":1",
        "\\\"provision_token\\\":\\n \\t\\\"secret\\\"\\n}|"
            + "\\\"provision_token\\\":\\n \\t\\\"***\\\"\\n}",
        "\\\\\\\"provision_token\\\\\\\":\\\\\\\"secret\\\\\\\",\\\\\\\"a"
            + "|\\\\\\\"provision_token\\\\\\\":\\\\\\\"***\\\\\\\",\\\\\\\"a",
        // forms
        "provision_token=secret&a=1|provision_token=***&a=1",
        "provision_token = secret text⏎a|provision_token = ***⏎a",
        "provision_token=secret; a|provision_token=***; a",
        // in doubt all is masked
        "\"provision_token\":\"\"secret\",\"a\":1|\"provision_token\":\"***\",\"a\":1",
        "\"provision_token:\"secret\",\"a\":1|\"provision_token:\"***\",\"a\":1",
        "\"provision_token\":\"secret\\\",\"a\":\"b\"}|\"provision_token\":\"***\"}",
        "\"provision_token\"\"secret\",\"a\":1|\"provision_token***",
        "\"provision_token\",\"secret\",\"a\":1|\"provision_token***",
        "\"provision_token\":secret\",\"a\":1|\"provision_token\":***",
        "\"provision_token\":,\"secret\",\"a\":1|\"provision_token\":***",
        "\"provision_token\":1secret\",\"a\":1|\"provision_token\":***",
        "\"provision_token\"=1,secret\",\"a\":1|\"provision_token\"=***,secret\",\"a\":1",
        "provision_token=&secret|provision_token=***",
        "provision_token: secret; a|provision_token: ***",
        "provision_token secret, a|provision_token***",
        "provision_token|provision_token",
        // and nothing else
        "{\"token\":\"a\",\"provision\":\"b\",\"provision_toke\":\"c\"}"
            + "|{\"token\":\"a\",\"provision\":\"b\",\"provision_toke\":\"c\"}",
        "\"provision\\u005etoken\":\"a\"|\"provision\\u005etoken\":\"a\"",
        "\"provision\\u005|\"provision\\u005",
      })
  void masks(String text, String masked) {
    assertThat(mask(text.replace('⏎', '\n'))).isEqualTo(masked.replace('⏎', '\n'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no provision_token was set|no provision_token was set",
        "provision_token|provision_token",
        "provision_token, then|provision_token, then",
        "{\\\"provision_token\\\":\\\"secret\\\"}|{\\\"provision_token\\\":\\\"***\\\"}",
        "{\\\"provision_token\\\"\\\"secret\\\"}|{\\\"provision_token***",
        "provision_token=secret&a=1|provision_token=***&a=1",
      })
  void inAStringOnlyMembersAreMasked(String text, String masked) {
    byte[] bytes = ("\"" + text + "\"").getBytes(UTF_8);

    assertThat(new String(TokenMask.maskMembers(bytes, 1, bytes.length - 1), UTF_8))
        .isEqualTo(masked);
  }

  @Test
  void readsASliceAndNothingAroundIt() {
    byte[] bytes = "\"provision_token\":\"secret\"".getBytes(UTF_8);

    assertThat(new String(TokenMask.mask(bytes, 1, 10), UTF_8)).isEqualTo("provision");
    assertThat(new String(TokenMask.mask(bytes, 1, 22), UTF_8))
        .isEqualTo("provision_token\":\"***");
    assertThat(new String(TokenMask.mask(bytes, 2, bytes.length), UTF_8))
        .isEqualTo("rovision_token\":\"secret\"");
  }

  @Test
  void leavesEveryOtherByteAlone() {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      all.append(c);
    }
    byte[] bytes = all.toString().getBytes(ISO_8859_1);

    assertThat(TokenMask.mask(bytes, 0, bytes.length)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @Timeout(5)
  @ValueSource(
      strings = {
        "\\",
        "\"",
        "provision_token",
        "provision_token\":\"",
        "provision_token:\" ",
        "p\\",
        " ",
        "provision_token:\\\"",
        "provision_token:\"\\",
        "provision_token:\"a\" "
      })
  void costsNoMoreThanItsLength(String part) {
    byte[] bytes = part.repeat(2_000_000 / part.length()).getBytes(UTF_8);

    assertThat(TokenMask.mask(bytes, 0, bytes.length).length).isPositive();
    assertThat(TokenMask.maskMembers(bytes, 0, bytes.length).length).isPositive();
  }

  private static String mask(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new String(TokenMask.mask(bytes, 0, bytes.length), UTF_8);
  }
}

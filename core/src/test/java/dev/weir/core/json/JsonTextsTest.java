package dev.weir.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is JSON and what is not. A char of a text stands for a byte, U+00FF for byte FF. */
class JsonTextsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // values alone, and white space of all four kinds
        "null",
        "true",
        "false",
        "0",
        "\"\"",
        "[]",
        "{}",
        " \t\r\n{ \t\r\n\"a\" \t\r\n: \t\r\n1 \t\r\n, \t\r\n\"b\" : [ \t\r\n] \t\r\n} \t\r\n",
        "[ 1 , 2 ]",
        // numbers
        "-0",
        "-0.0e-0",
        "0e1",
        "0E+00",
        "1.5",
        "-12.34e+56",
        "1e999999999999999999999999",
        "123456789012345678901234567890",
        "[0,-1,2.0]",
        // nesting and members
        "{\"a\":{\"a\":[{}]},\"a\":[[],[[]]]}",
        "{\"\":0}",
        "[null,true,false,\"\",{},[]]",
        // escapes
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u00E9\\uD83D\\uDE00\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud83dx\\ude00\"",
        "{\"\\u0061\":1}",
        // characters that need no escape
        "\"\u007f/'\"",
        "\"\u00c2\u0080\u00c3\u00bf\u00df\u00bf\"",
        "\"\u00e0\u00a0\u0080\u00ed\u009f\u00bf\u00ee\u0080\u0080\u00ef\u00bf\u00bf\"",
        "\"\u00f0\u0090\u0080\u0080\u00f4\u008f\u00bf\u00bf\"",
        "\"\u00ef\u00bb\u00bf\"",
        "\"\u00e2\u0080\u00a8\u00e2\u0080\u00a9\"",
      })
  void accepts(String text) {
    assertThat(error(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // nothing, not enough, too much
        "",
        " ",
        "{",
        "[",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "[1",
        "[1,",
        "[[]",
        "1 2",
        "{}{}",
        "{}}",
        "[]]",
        "null,",
        "\"a\"\"b\"",
        // commas, colons, brackets
        ",",
        "[,]",
        "[,1]",
        "[1,]",
        "[1,,2]",
        "[1 2]",
        "[1:2]",
        "{,}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\" 1}",
        "{\"a\"::1}",
        "{\"a\":1:2}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":,\"b\":1}",
        "{:1}",
        "{1:1}",
        "{a:1}",
        "{'a':1}",
        "{null:1}",
        "{[]:1}",
        "[}",
        "{]",
        "[1}",
        "{\"a\":1]",
        "]",
        "}",
        // words
        "nul",
        "nulll",
        "True",
        "TRUE",
        "truefalse",
        "tru\\u0065",
        "undefined",
        "NaN",
        "Infinity",
        "-Infinity",
        "[nul]",
        // numbers
        "-",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        "-1.",
        ".5",
        "-.5",
        "1.e1",
        "1e",
        "1e+",
        "1E-",
        "1e1.5",
        "1ee1",
        "--1",
        "-+1",
        "0x1",
        "1_000",
        "1,000",
        "1f",
        "- 1",
        "1 .5",
        "[-]",
        "[1.]",
        "\u00ef\u00bc\u0091",
        // strings
        "\"",
        "\"a",
        "'a'",
        "\"\\",
        "\"\\\"",
        "\"\\x41\"",
        "\"\\'\"",
        "\"\\U0041\"",
        "\"\\u\"",
        "\"\\u004\"",
        "\"\\u004g\"",
        "\"\\u-041\"",
        "\"\\u 041\"",
        "\"\\u00",
        "\"\\\n\"",
        "\"\\\u00c3\u00a9\"",
        "\"\t\"",
        "\"\n\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "{\"a\nb\":1}",
        // white space and comments of other languages
        "\u00a0null",
        "\u00c2\u00a0null",
        "\u000bnull",
        "\u000cnull",
        "\u0000null",
        "null\u0000",
        "/**/null",
        "//\nnull",
        "#\nnull",
        "\u00ef\u00bb\u00bfnull",
        "\u00ef\u00bb\u00bf",
        "n\u0000u\u0000l\u0000l\u0000",
        // not UTF-8: stray, cut short, overlong, surrogates, beyond U+10FFFF
        "\"\u0080\"",
        "\"\u00bf\"",
        "\"\u00e9\"",
        "\"\u00ff\"",
        "\"\u00fe\"",
        "\"\u00c3\"",
        "\"\u00c3",
        "\"\u00e2\u0082\"",
        "\"\u00f0\u009f\u0098\"",
        "\"\u00c0\u0080\"",
        "\"\u00c1\u00bf\"",
        "\"\u00e0\u0080\u0080\"",
        "\"\u00e0\u009f\u00bf\"",
        "\"\u00f0\u0080\u0080\u0080\"",
        "\"\u00f0\u008f\u00bf\u00bf\"",
        "\"\u00ed\u00a0\u0080\"",
        "\"\u00ed\u00bf\u00bf\"",
        "\"\u00ed\u00a0\u00bd\u00ed\u00b8\u0080\"",
        "\"\u00f4\u0090\u0080\u0080\"",
        "\"\u00f5\u0080\u0080\u0080\"",
        "\"\u00f8\u0088\u0080\u0080\u0080\"",
        "{\"\u00e9\":1}",
        "[\u00c3\u00a9]",
      })
  void refuses(String text) {
    assertThat(error(text)).matches(".+ at byte \\d+");
  }

  @Test
  void anyCutOfATextIsRefused() {
    String text = "{\"a\":[1,-2.5e+3,\"b\\u00e9\\n\u00c3\u00a9\",true,false,null,{\"c\":{}}]}";

    assertThat(error(text)).isNull();
    for (int length = 0; length < text.length(); length++) {
      assertThat(error(text.substring(0, length))).as("%d bytes", length).isNotNull();
    }
  }

  private static @Nullable String error(String text) {
    return Tokens.errorIn(text.getBytes(StandardCharsets.ISO_8859_1), JsonScanner.MAX_DEPTH);
  }
}

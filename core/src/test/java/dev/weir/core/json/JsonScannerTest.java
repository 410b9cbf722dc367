package dev.weir.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {

  private final JsonScanner scanner = new JsonScanner();

  @Test
  void tellsTokensInOrder() {
    reset("{\"a\":[1,-2.50E+3,\"\\u00e9é\"],\"\\u0062\":{\"c\":true,\"d\":false},\"e\":null}");

    assertThat(Tokens.of(scanner))
        .containsExactly(
            "OBJECT_START",
            "KEY a",
            "ARRAY_START",
            "NUMBER 1",
            "NUMBER -2.50E+3",
            "STRING éé",
            "ARRAY_END",
            "KEY b",
            "OBJECT_START",
            "KEY c",
            "TRUE",
            "KEY d",
            "FALSE",
            "OBJECT_END",
            "KEY e",
            "NULL",
            "OBJECT_END");
    assertThat(scanner.next()).isEqualTo(JsonToken.END);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 999, 1_000})
  void nestsUpToTheBoundAndNoFurther(int bound) {
    assertThat(Tokens.errorIn(nested(bound), bound)).isNull();
    assertThat(Tokens.errorIn(nested(bound + 1), bound)).startsWith("nested deeper than " + bound);
  }

  @Test
  void noCallerGetsMoreThanTheGreatestDepth() {
    byte[] deep = "[".repeat(1_001).getBytes(UTF_8);

    assertThat(Tokens.errorIn(deep, Integer.MAX_VALUE)).startsWith("nested deeper than 1000");
  }

  @Test
  void depthCountsOpenLevelsAndForgetsSiblings() {
    reset("[[],{},[[]],1]");

    assertThat(scanner.depth()).isZero();
    scanner.next();
    assertThat(scanner.depth()).isOne();
    for (int i = 0; i < 8; i++) {
      scanner.next();
    }
    assertThat(scanner.depth()).isOne();
    assertThat(Tokens.errorIn("[[],{},[[]],1]".getBytes(UTF_8), 3)).isNull();
    assertThat(Tokens.errorIn("[[],{},[[]],1]".getBytes(UTF_8), 2)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,2]|5",
        "{\"a\":{}}|8",
        "\"a]\"|4",
        "-1.5|4",
        "true|4",
        "` [[],{}] `|8",
      })
  void skipsAWholeValue(String text, int end) {
    reset(text);

    assertThat(scanner.skip(scanner.next())).isTrue();
    assertThat(scanner.tokenEnd()).isEqualTo(end);
    assertThat(scanner.next()).isEqualTo(JsonToken.END);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,", "{\"a\":[}", "[[[[", "nul", ""})
  void skipStopsAtAnError(String text) {
    reset(text);

    assertThat(scanner.skip(scanner.next())).isFalse();
    assertThat(scanner.next()).isEqualTo(JsonToken.ERROR);
  }

  @Test
  void readsASliceAndNothingAroundIt() {
    byte[] text = "xx{\"k\":12}34".getBytes(UTF_8);
    scanner.reset(text, 2, 10, 32);

    scanner.next();
    scanner.next();
    assertThat(scanner.tokenStart()).isEqualTo(3);
    assertThat(scanner.string().value()).isEqualTo("k");
    scanner.next();
    assertThat(scanner.tokenStart()).isEqualTo(7);
    assertThat(scanner.tokenEnd()).isEqualTo(9);
    assertThat(scanner.literal()).isEqualTo("12");
    assertThat(scanner.next()).isEqualTo(JsonToken.OBJECT_END);
    assertThat(scanner.next()).isEqualTo(JsonToken.END);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12|34", "\"a|\"", "\"\\u00|41\"", "\"\\|n\"", "tr|ue", "[1|]", "1e|5"})
  void neverReadsBeyondASlice(String text) {
    byte[] bytes = text.replace("|", "").getBytes(UTF_8);
    scanner.reset(bytes, 0, text.indexOf('|'), 32);

    boolean number = text.equals("12|34");
    assertThat(Tokens.of(scanner) != null).isEqualTo(number);
  }

  @Test
  void errorsCountFromTheStartOfTheSlice() {
    byte[] text = "....[1,x]".getBytes(UTF_8);
    scanner.reset(text, 4, text.length, 32);
    Tokens.of(scanner);

    assertThat(scanner.error()).isEqualTo("a value expected at byte 3");
  }

  @Test
  void startsAfreshAfterAnError() {
    reset("[[[");
    assertThat(Tokens.of(scanner)).isNull();
    reset("{\"a\":[]}");
    assertThat(Tokens.of(scanner)).hasSize(5);
  }

  private void reset(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    scanner.reset(bytes, 0, bytes.length, JsonScanner.MAX_DEPTH);
  }

  /** Arrays in objects in arrays, and so on. */
  private static byte[] nested(int levels) {
    StringBuilder open = new StringBuilder();
    StringBuilder close = new StringBuilder();
    for (int i = 0; i < levels; i++) {
      boolean object = i % 3 == 1;
      open.append(object ? "{\"a\":" : "[");
      close.append(object ? '}' : ']');
    }
    return (open + "0" + close.reverse()).getBytes(UTF_8);
  }
}

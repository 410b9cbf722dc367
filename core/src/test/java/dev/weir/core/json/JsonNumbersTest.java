package dev.weir.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumbersTest {

  private static final String ZEROS_400 = "0".repeat(400);

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "7, 7",
    "-7, -7",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "-9223372036854775807, -9223372036854775807",
    "1000000000000000000, 1000000000000000000",
  })
  void readsIntegers(String literal, long value) {
    assertThat(JsonNumbers.toLong(number(literal))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "9223372036854775810",
        "18446744073709551616",
        "99999999999999999999999",
        "-99999999999999999999999",
        "1.0",
        "1e3",
        "1E0",
        "-0.0",
        "0e0",
      })
  void refusesWhatIsNoIntegerOf64Bits(String literal) {
    assertThat(JsonNumbers.toLong(number(literal))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "0.000",
        "7",
        "-90",
        "52.52437",
        "-179.999999",
        "0.3",
        "0.0000000000001",
        "999999999999999",
        "9999999.9999999",
        "99999999999999.99",
        "9007199254740993",
        "0.1000000000000000055511151231257827",
        "1e-3",
        "-1.5E2",
        "1e400",
      })
  void readsTheNearestDouble(String literal) {
    assertThat(JsonNumbers.toDouble(number(literal))).isEqualTo(Double.parseDouble(literal));
  }

  @Test
  void readsTheNearestDoubleWhateverItsDigits() {
    Random random = new Random(20_260_131);
    for (int i = 0; i < 100_000; i++) {
      String digits = Long.toString(random.nextLong(1_000_000_000_000_000L));
      int point = 1 + random.nextInt(digits.length());
      String literal = digits.substring(0, point) + '.' + digits.substring(point) + '0';
      assertThat(JsonNumbers.toDouble(number(literal))).isEqualTo(Double.parseDouble(literal));
    }
  }

  /** Checked against PostgreSQL 17 and 18: {@code select '…'::jsonb}. */
  @ParameterizedTest
  @CsvSource({
    // literal, digits written out (0: refused)
    "0, 1",
    "1e0, 1",
    "1e3, 4",
    "1.5e1, 2",
    "1.5e0, 2",
    "15e-1, 2",
    "1e-3, 4",
    "123.45e-2, 5",
    "1e400, 401",
    "1e131071, 131072",
    "-1e131071, 131072",
    "1e131072, 0",
    "10e131071, 0",
    "10e131070, 131072",
    "0.1e131072, 131072",
    "0.0001e131075, 131072",
    "0.0001e131076, 0",
    "1e400000, 0",
    "0e400000, 1",
    "0.000e400000, 1",
    "0e1073741823, 1",
    "0e1073741824, 0",
    "0e99999999999999999999, 0",
    "1e00000000000000000000003, 4",
    "1e-16383, 16384",
    "1e-16384, 0",
    "0e-16383, 16384",
    "0e-16384, 0",
    "-0E-16384, 0",
    "1.0e-16382, 16384",
    "1.0e-16383, 0",
    "1e-1073741824, 0",
    "1e-99999999999999999999, 0",
  })
  void knowsWhatJsonbHolds(String literal, int digits) {
    assertThat(JsonNumbers.jsonbDigits(number(literal))).isEqualTo(digits);
  }

  static String[] longLiterals() {
    return new String[] {
      "1" + "0".repeat(131_071),
      "0." + "0".repeat(16_383),
      "-1" + ZEROS_400 + "." + ZEROS_400,
      "1" + ZEROS_400 + "e-400",
    };
  }

  @ParameterizedTest
  @MethodSource("longLiterals")
  void jsonbHoldsLongLiteralsToTheBound(String literal) {
    assertThat(JsonNumbers.jsonbDigits(number(literal))).isPositive();
    assertThat(JsonNumbers.jsonbDigits(number(oneDigitMore(literal)))).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0.0",
        "1e308",
        "-1.7976931348623157e308",
        "1.7976931348623158e308",
        "4.9e-324",
        "1e-400",
        "1e-16383",
        "0e400000",
        "0.0000000001e317",
      })
  void finiteNumbersAreMetrics(String literal) {
    assertThat(JsonNumbers.isMetric(number(literal))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e309",
        "-1e309",
        "1.7976931348623159e308",
        "1e400000",
        "1e999999999999",
        "1e-16384",
        "0e-16384",
        "1e-999999999999",
        "0e1073741824",
      })
  void numbersOutOfRangeAreNot(String literal) {
    assertThat(JsonNumbers.isMetric(number(literal))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"300, true", "301, true", "309, true", "310, false", "400, false"})
  void integersOfManyDigits(int digits, boolean finite) {
    assertThat(JsonNumbers.isMetric(number("1" + "0".repeat(digits - 1)))).isEqualTo(finite);
  }

  private static String oneDigitMore(String literal) {
    if (literal.contains("e")) {
      return literal.replaceFirst("e.*", "e131072");
    }
    return literal.startsWith("-") ? literal + "0".repeat(16_383) : literal + "0";
  }

  private static JsonScanner number(String literal) {
    byte[] bytes = ("[ " + literal + " ]").getBytes(UTF_8);
    JsonScanner scanner = new JsonScanner();
    scanner.reset(bytes, 1, bytes.length - 1, 32);
    assertThat(scanner.next()).isEqualTo(JsonToken.NUMBER);
    return scanner;
  }
}

package dev.weir.core.json;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers can be kept. PostgreSQL's {@code numeric}, in which jsonb holds them, takes 131,072
 * digits before the decimal point and 16,383 after it.
 */
public final class JsonNumbers {

  private static final int MAX_INTEGER_DIGITS = 131_072;
  private static final int MAX_FRACTION_DIGITS = 16_383;

  /** A literal of this length without exponent is surely finite and kept by anything. */
  private static final int SHORT = 300;

  private static final int LONGEST_LONG = "-9223372036854775808".length();

  private JsonNumbers() {}

  /** Whether the scanner's number is finite as a double, and jsonb can hold it. */
  public static boolean isMetric(JsonScanner scanner) {
    if (isShort(scanner)) {
      return true;
    }
    String literal = scanner.literal();
    return Double.isFinite(Double.parseDouble(literal)) && fitsJsonb(literal);
  }

  /** Whether jsonb can hold the scanner's number. */
  public static boolean fitsJsonb(JsonScanner scanner) {
    return isShort(scanner) || fitsJsonb(scanner.literal());
  }

  /** The scanner's number where it is an integer from −2^63 to 2^63 − 1; null otherwise. */
  public static @Nullable Long toLong(JsonScanner scanner) {
    if (!scanner.isInteger() || scanner.tokenEnd() - scanner.tokenStart() > LONGEST_LONG) {
      return null;
    }
    BigInteger value = new BigInteger(scanner.literal());
    return value.bitLength() < Long.SIZE ? value.longValue() : null;
  }

  private static boolean isShort(JsonScanner scanner) {
    return !scanner.hasExponent() && scanner.tokenEnd() - scanner.tokenStart() <= SHORT;
  }

  private static boolean fitsJsonb(String literal) {
    int e = Math.max(literal.indexOf('e'), literal.indexOf('E'));
    int mantissaEnd = e < 0 ? literal.length() : e;
    int point = literal.indexOf('.');
    int integerDigits = point < 0 ? mantissaEnd : point;
    int fractionDigits = point < 0 ? 0 : mantissaEnd - point - 1;
    long exponent = e < 0 ? 0 : exponent(literal.substring(e + 1));
    return integerDigits + exponent <= MAX_INTEGER_DIGITS
        && fractionDigits - exponent <= MAX_FRACTION_DIGITS;
  }

  private static long exponent(String digits) {
    boolean negative = digits.startsWith("-");
    String magnitude = digits.replaceFirst("^[+-]?0*", "");
    long value =
        magnitude.isEmpty()
            ? 0
            : magnitude.length() > 9 ? 1_000_000_000 : Long.parseLong(magnitude);
    return negative ? -value : value;
  }
}

package dev.weir.core.json;

import org.jspecify.annotations.Nullable;

/**
 * Which numbers can be kept. jsonb holds them as PostgreSQL's {@code numeric}: up to 131,072 digits
 * before the decimal point, counted from the first that is not 0, and 16,383 after it, zeros at the
 * end included; an exponent is at most 1,073,741,823, even that of 0.
 */
public final class JsonNumbers {

  private static final int MAX_INTEGER_DIGITS = 131_072;
  private static final int MAX_FRACTION_DIGITS = 16_383;
  private static final long MAX_EXPONENT = Integer.MAX_VALUE / 2;

  /** A literal of this length without exponent is surely finite and kept by anything. */
  private static final int SHORT = 300;

  private JsonNumbers() {}

  /** Whether the scanner's number is finite as a double, and jsonb can hold it. */
  public static boolean isMetric(JsonScanner scanner) {
    if (isShort(scanner)) {
      return true;
    }
    String literal = scanner.literal();
    return Double.isFinite(Double.parseDouble(literal)) && digits(literal) > 0;
  }

  /**
   * Digits of the scanner's number when PostgreSQL writes it out, which it does without exponent; 0
   * where jsonb cannot hold it.
   */
  public static int jsonbDigits(JsonScanner scanner) {
    return isShort(scanner) ? scanner.tokenEnd() - scanner.tokenStart() : digits(scanner.literal());
  }

  /** The scanner's number where it is an integer from −2^63 to 2^63 − 1; null otherwise. */
  public static @Nullable Long toLong(JsonScanner scanner) {
    if (!scanner.isInteger()) {
      return null;
    }
    boolean negative = scanner.byteAt(scanner.tokenStart()) == '-';
    long value = 0; // kept negative, as that half of the range is longer by one
    for (int p = scanner.tokenStart() + (negative ? 1 : 0); p < scanner.tokenEnd(); p++) {
      int digit = scanner.byteAt(p) - '0';
      if (value < (Long.MIN_VALUE + digit) / 10) {
        return null;
      }
      value = value * 10 - digit;
    }
    if (negative) {
      return value;
    }
    return value == Long.MIN_VALUE ? null : -value;
  }

  private static boolean isShort(JsonScanner scanner) {
    return !scanner.hasExponent() && scanner.tokenEnd() - scanner.tokenStart() <= SHORT;
  }

  private static int digits(String literal) {
    int e = Math.max(literal.indexOf('e'), literal.indexOf('E'));
    int end = e < 0 ? literal.length() : e;
    int point = literal.indexOf('.');
    int integerEnd = point < 0 ? end : point;
    long exponent = e < 0 ? 0 : exponent(literal, e + 1);
    long fractionDigits = Math.max(0, (point < 0 ? 0 : end - point - 1) - exponent);
    long integerDigits = Math.max(1, integerDigits(literal, integerEnd, end, exponent));
    boolean fits =
        Math.abs(exponent) <= MAX_EXPONENT
            && fractionDigits <= MAX_FRACTION_DIGITS
            && integerDigits <= MAX_INTEGER_DIGITS;
    return fits ? (int) (integerDigits + fractionDigits) : 0;
  }

  /** From the first digit that is not 0 to the decimal point, once the exponent has moved it. */
  private static long integerDigits(String literal, int integerEnd, int end, long exponent) {
    for (int i = 0; i < end; i++) {
      if (literal.charAt(i) >= '1' && literal.charAt(i) <= '9') {
        return integerEnd - i + (i > integerEnd ? 1 : 0) + exponent;
      }
    }
    return 0;
  }

  private static long exponent(String literal, int from) {
    boolean negative = literal.charAt(from) == '-';
    long value = 0;
    for (int i = from; i < literal.length(); i++) {
      if (literal.charAt(i) != '-' && literal.charAt(i) != '+') {
        value = Math.min(value * 10 + (literal.charAt(i) - '0'), MAX_EXPONENT + 1);
      }
    }
    return negative ? -value : value;
  }
}

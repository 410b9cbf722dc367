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

  /** As many digits, whatever they are, make a number that a double holds exactly. */
  private static final int EXACT_DIGITS = 15;

  /** So does each power of ten up to that one, and the quotient of both is rounded correctly. */
  private static final double[] POWERS_OF_TEN = powersOfTen();

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

  /** The double that is nearest to the scanner's number. */
  public static double toDouble(JsonScanner scanner) {
    int start = scanner.tokenStart();
    if (scanner.hasExponent() || scanner.tokenEnd() - start > EXACT_DIGITS) {
      return Double.parseDouble(scanner.literal());
    }
    boolean negative = scanner.byteAt(start) == '-';
    long digits = 0;
    int fractionDigits = 0;
    boolean inFraction = false;
    for (int p = negative ? start + 1 : start; p < scanner.tokenEnd(); p++) {
      byte c = scanner.byteAt(p);
      if (c == '.') {
        inFraction = true;
      } else {
        digits = digits * 10 + (c - '0');
        fractionDigits += inFraction ? 1 : 0;
      }
    }
    double value = digits / POWERS_OF_TEN[fractionDigits];
    return negative ? -value : value;
  }

  private static double[] powersOfTen() {
    double[] powers = new double[EXACT_DIGITS + 1];
    long power = 1;
    for (int i = 0; i < powers.length; i++, power *= 10) {
      powers[i] = power;
    }
    return powers;
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

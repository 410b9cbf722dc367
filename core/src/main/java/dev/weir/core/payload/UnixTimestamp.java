package dev.weir.core.payload;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Reads a number as Unix seconds or, from 1e11 on, either side of 1970, milliseconds. */
final class UnixTimestamp {

  private static final long FIRST_MILLIS = 100_000_000_000L;

  /** Beyond this many milliseconds a time is simply far away: no window reaches it. */
  private static final long FAR_MILLIS = 1_000_000_000_000_000L;

  /** Characters that hold any time that is not far away, and more of its fraction than counts. */
  private static final int MAX_EXACT_LENGTH = 40;

  private UnixTimestamp() {}

  /** Microseconds since 1970. */
  static long micros(long number) {
    if (number >= FAR_MILLIS) {
      return FAR_MILLIS * 1_000;
    }
    if (number <= -FAR_MILLIS) {
      return -FAR_MILLIS * 1_000;
    }
    return number * (Math.abs(number) >= FIRST_MILLIS ? 1_000 : 1_000_000);
  }

  /**
   * Microseconds since 1970, cut towards the past. The arithmetic is decimal, so that no
   * microsecond is lost to rounding, and spared where an exponent would make it endless.
   *
   * @param literal a JSON number
   */
  static long micros(String literal, boolean hasExponent) {
    double value = Double.parseDouble(literal);
    if (Math.abs(value) >= FAR_MILLIS) {
      return value < 0 ? -FAR_MILLIS * 1_000 : FAR_MILLIS * 1_000;
    }
    if (value == 0) {
      return 0; // or so near to it that no double is nearer
    }
    BigDecimal exact = exact(literal, hasExponent, value);
    boolean millis = exact.abs().compareTo(BigDecimal.valueOf(FIRST_MILLIS)) >= 0;
    return exact.movePointRight(millis ? 3 : 6).setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  /** The number; of a very long one its first digits or, with an exponent, the nearest double. */
  private static BigDecimal exact(String literal, boolean hasExponent, double value) {
    if (literal.length() <= MAX_EXACT_LENGTH) {
      return new BigDecimal(literal);
    }
    return hasExponent
        ? new BigDecimal(value)
        : new BigDecimal(literal.substring(0, MAX_EXACT_LENGTH));
  }
}

package dev.weir.core.payload;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Reads a number as Unix seconds or, from 1e11 on, milliseconds. */
final class UnixTimestamp {

  private static final double FIRST_MILLIS = 1e11;

  /** Beyond this many milliseconds a time is simply far away: no window reaches it. */
  private static final double FAR_MILLIS = 1e15;

  /** Longer literals are read as a double: their exact value would cost more than it tells. */
  private static final int MAX_EXACT_LENGTH = 40;

  private UnixTimestamp() {}

  /**
   * Microseconds since 1970, cut.
   *
   * @param literal a JSON number
   */
  static long parseMicros(String literal) {
    double value = Double.parseDouble(literal);
    boolean millis = Math.abs(value) >= FIRST_MILLIS;
    if (Math.abs(value) >= FAR_MILLIS) {
      return (long) Math.copySign(FAR_MILLIS * 1_000, value);
    }
    if (Math.abs(value) < 1e-6) {
      return value < 0 ? -1 : 0; // also spares the exact arithmetic an exponent of a million
    }
    BigDecimal exact =
        literal.length() <= MAX_EXACT_LENGTH ? new BigDecimal(literal) : new BigDecimal(value);
    return exact.movePointRight(millis ? 3 : 6).setScale(0, RoundingMode.FLOOR).longValueExact();
  }
}

package dev.weir.fuzz;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Unix seconds and milliseconds in decimal arithmetic. */
final class UnixOracle {

  private static final BigDecimal FIRST_MILLIS = new BigDecimal("1e11");

  /** Milliseconds; what is further away is only said to be far. */
  private static final double FAR = 999_999_999_999_999d;

  private UnixOracle() {}

  /** Whether a number's literal stands for these microseconds since 1970. */
  static boolean agrees(String literal, long micros) {
    double value = Double.parseDouble(literal);
    if (Math.abs(value) >= FAR) {
      return value < 0 ? micros <= -999_999_999_999_999_000L : micros >= 999_999_999_999_999_000L;
    }
    if (Math.abs(value) < 1e-300) {
      return micros == 0 || micros == -1;
    }
    BigDecimal exact = new BigDecimal(literal);
    boolean millis = exact.abs().compareTo(FIRST_MILLIS) >= 0;
    BigDecimal cut = exact.movePointRight(millis ? 3 : 6).setScale(0, RoundingMode.FLOOR);
    return Math.abs(cut.longValueExact() - micros) <= tolerance(literal, cut);
  }

  /** Of a literal longer than any time, digits that change no microsecond are not looked at. */
  private static long tolerance(String literal, BigDecimal cut) {
    boolean isLong = literal.length() > 40;
    boolean hasExponent = literal.indexOf('e') >= 0 || literal.indexOf('E') >= 0;
    return isLong ? 1 + (hasExponent ? Math.abs(cut.longValue()) >> 50 : 0) : 0;
  }
}

package dev.weir.fuzz;

import java.math.BigDecimal;

/** What PostgreSQL can hold. */
final class Storable {

  private Storable() {}

  static boolean isBounded(String text, int min, int max) {
    int length = text.codePointCount(0, text.length());
    return length >= min && length <= max;
  }

  /** Whether jsonb and text columns can hold it: no U+0000, no half of a surrogate pair. */
  static boolean isText(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }

  /** Likewise, and without control characters. */
  static boolean isPlain(String text) {
    return isText(text) && text.codePoints().noneMatch(Character::isISOControl);
  }

  /** Whether jsonb's {@code numeric} can hold it. */
  static boolean isNumber(String literal) {
    BigDecimal number = new BigDecimal(literal);
    return number.scale() <= 16_383
        && (number.signum() == 0 || (long) number.precision() - number.scale() <= 131_072);
  }
}

package dev.weir.core.route;

import java.math.BigDecimal;

/** A member of a payload as filters see it. */
sealed interface FieldValue {

  /** Compared by value, exactly: 1 is 1.0, and 2^53 + 1 is not 2^53. */
  record Numeric(BigDecimal value) implements FieldValue {

    boolean equal(Numeric other) {
      return value.compareTo(other.value) == 0;
    }
  }

  record Text(String value) implements FieldValue {}

  record Flag(boolean value) implements FieldValue {}

  /**
   * An object, an array, or a number of more than 1,000 digits or places: it is there, and equals
   * nothing.
   */
  record Other() implements FieldValue {}

  /** Whether two are the same value; neither of different kinds nor of {@link Other} are. */
  static boolean equal(FieldValue one, FieldValue other) {
    return switch (one) {
      case Numeric number -> other instanceof Numeric second && number.equal(second);
      case Text text -> text.equals(other);
      case Flag flag -> flag.equals(other);
      case Other _ -> false;
    };
  }
}

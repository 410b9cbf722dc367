package dev.weir.core.route;

import dev.weir.core.route.FieldValue.Numeric;
import dev.weir.core.route.FieldValue.Text;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one member of a payload must be like. */
sealed interface Condition {

  /** Whether a value meets it; null where there is none. */
  boolean holds(@Nullable FieldValue value);

  record Equal(FieldValue operand) implements Condition {
    @Override
    public boolean holds(@Nullable FieldValue value) {
      return value != null && FieldValue.equal(value, operand);
    }
  }

  /** Holds for what is not there, too. */
  record NotEqual(FieldValue operand) implements Condition {
    @Override
    public boolean holds(@Nullable FieldValue value) {
      return value == null || !FieldValue.equal(value, operand);
    }
  }

  record In(List<FieldValue> operands) implements Condition {
    @Override
    public boolean holds(@Nullable FieldValue value) {
      return value != null
          && operands.stream().anyMatch(operand -> FieldValue.equal(value, operand));
    }
  }

  record Exists(boolean expected) implements Condition {
    @Override
    public boolean holds(@Nullable FieldValue value) {
      return (value != null) == expected;
    }
  }

  /** Numbers compare with numbers, text with text by code points, and nothing else. */
  record Ordered(Order order, FieldValue operand) implements Condition {
    @Override
    public boolean holds(@Nullable FieldValue value) {
      if (value instanceof Numeric(var left) && operand instanceof Numeric(var right)) {
        return order.holds(left.compareTo(right));
      }
      return value instanceof Text(var left)
          && operand instanceof Text(var right)
          && order.holds(compare(left, right));
    }

    /** UTF-16 would put what lies above U+FFFF before what lies below it. */
    private static int compare(String left, String right) {
      int i = 0;
      while (i < left.length() && i < right.length() && left.charAt(i) == right.charAt(i)) {
        i++;
      }
      if (i == left.length() || i == right.length()) {
        return Integer.compare(left.length(), right.length());
      }
      return Integer.compare(codePoint(left, i), codePoint(right, i));
    }

    /** Of the character that holds a unit, which may be its second. */
    private static int codePoint(String text, int i) {
      boolean isSecond =
          Character.isLowSurrogate(text.charAt(i))
              && i > 0
              && Character.isHighSurrogate(text.charAt(i - 1));
      return text.codePointAt(isSecond ? i - 1 : i);
    }
  }

  /** How two values lie. */
  enum Order {
    GREATER,
    GREATER_OR_EQUAL,
    LESS,
    LESS_OR_EQUAL;

    static final Map<String, Order> BY_OPERATOR =
        Map.of("$gt", GREATER, "$gte", GREATER_OR_EQUAL, "$lt", LESS, "$lte", LESS_OR_EQUAL);

    boolean holds(int comparison) {
      return switch (this) {
        case GREATER -> comparison > 0;
        case GREATER_OR_EQUAL -> comparison >= 0;
        case LESS -> comparison < 0;
        case LESS_OR_EQUAL -> comparison <= 0;
      };
    }
  }
}

package dev.weir.app.config;

import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * A whole number within bounds, both included.
 *
 * @param unit what it counts; empty where the variable's meaning says it
 */
record WholeNumber<T>(
    long min, long max, String unit, LongFunction<T> fromLong, ToLongFunction<T> toLong)
    implements ValueType<T> {

  /** No bound has more digits than this; more would not fit a long. */
  private static final int MAX_LENGTH = 18;

  @Override
  public T parse(String text) throws BadValueException {
    if (text.length() > MAX_LENGTH || !text.matches("[+-]?[0-9]+")) {
      throw new BadValueException("is not a whole number");
    }
    long value = Long.parseLong(text);
    if (value < min || value > max) {
      throw new BadValueException("is out of bounds");
    }
    return fromLong.apply(value);
  }

  @Override
  public String expected() {
    return "a whole number" + (unit.isEmpty() ? "" : " of " + unit) + " from " + min + " to " + max;
  }

  @Override
  public String show(T value) {
    return Long.toString(toLong.applyAsLong(value));
  }
}

package dev.weir.app.config;

/** What the text of a variable may be, and how it becomes a value. */
interface ValueType<T> {

  /**
   * Reads a text that is not empty.
   *
   * @throws BadValueException the text is not what {@link #expected} says
   */
  T parse(String text) throws BadValueException;

  /** What is right, bounds and units included: follows the words "must be". */
  String expected();

  /** The value as it may be printed: nothing secret in it. */
  default String show(T value) {
    return value.toString();
  }
}

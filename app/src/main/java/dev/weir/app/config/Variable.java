package dev.weir.app.config;

/**
 * An environment variable. Set to the empty text it counts as not set.
 *
 * @param type what its text may be
 * @param defaultText what holds where it is not set; empty for nothing
 * @param meaning one phrase, for the reference
 * @param secret whether its text may hold a password: it is never quoted, and {@code <name>_FILE}
 *     may name a file to read it from
 */
public record Variable<T>(
    String name, ValueType<T> type, String defaultText, String meaning, boolean secret) {

  static final String FILE_SUFFIX = "_FILE";

  static <T> Variable<T> of(String name, ValueType<T> type, Object defaultValue, String meaning) {
    return new Variable<>(name, type, defaultValue.toString(), meaning, false);
  }

  static <T> Variable<T> optional(String name, ValueType<T> type, String meaning) {
    return new Variable<>(name, type, "", meaning, false);
  }

  static <T> Variable<T> secret(
      String name, ValueType<T> type, String defaultText, String meaning) {
    return new Variable<>(name, type, defaultText, meaning, true);
  }

  String fileName() {
    return name + FILE_SUFFIX;
  }
}

package dev.weir.app.config;

/** A variable's text is not what it should be. The message says how, and never holds a secret. */
final class BadValueException extends Exception {

  private static final long serialVersionUID = 1;

  BadValueException(String message) {
    super(message);
  }
}

package dev.weir.timescale.schema;

/** The schema does not fit the program. The message says what to do, in plain words. */
public final class SchemaException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public SchemaException(String message) {
    super(message);
  }

  public SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}

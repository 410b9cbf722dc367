package dev.weir.app.serve;

/** A process cannot begin as it is configured, and waiting will not help. */
public final class StartupException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Made with what would be right. */
  StartupException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

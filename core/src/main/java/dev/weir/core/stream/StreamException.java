package dev.weir.core.stream;

/** The stream cannot be asked or read now; whoever reads attaches anew. */
public final class StreamException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public StreamException(String message) {
    super(message);
  }

  public StreamException(String message, Throwable cause) {
    super(message, cause);
  }
}

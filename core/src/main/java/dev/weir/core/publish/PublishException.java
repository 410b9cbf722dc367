package dev.weir.core.publish;

/** A message was not published, or nobody can say. */
public final class PublishException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What is known of the message. */
  public enum Kind {
    /** The stream does not have it: it is full, or the message too large. */
    REFUSED,
    /** No stream takes this subject, or JetStream is not there: nobody has it. */
    UNAVAILABLE,
    /** It was sent, and nobody said in time that the stream has it, or has not. */
    UNKNOWN
  }

  private final Kind kind;

  public PublishException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

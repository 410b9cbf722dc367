package dev.weir.delivery.guard;

/** A target that must not be spoken to; the message says why. */
public final class ForbiddenTargetException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public ForbiddenTargetException(String message) {
    super(message);
  }
}

package dev.weir.core.route;

/**
 * Something of a route is not as it must be; the message names the field and what would be right.
 */
public final class InvalidRouteException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public InvalidRouteException(String message) {
    super(message);
  }
}

package dev.weir.delivery.mqtt;

import dev.weir.delivery.destination.Outcome;
import org.jspecify.annotations.Nullable;

/** There is no connection to a broker. */
final class BrokerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean permanent;

  /**
   * Makes one.
   *
   * @param message for a person; holds no secret
   * @param permanent whether trying again is of no use
   */
  BrokerException(String message, boolean permanent, @Nullable Throwable cause) {
    super(message, cause);
    this.permanent = permanent;
  }

  /** What it means for a job that was to go there. */
  Outcome outcome() {
    String error = String.valueOf(getMessage());
    return permanent ? new Outcome.Refused(error) : new Outcome.Failed(error, null);
  }
}

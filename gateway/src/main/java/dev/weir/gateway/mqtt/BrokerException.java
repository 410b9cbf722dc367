package dev.weir.gateway.mqtt;

import org.jspecify.annotations.Nullable;

/** The broker refused something, or could not be asked. Its message is for operators. */
final class BrokerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  BrokerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

package dev.weir.gateway.http;

/** Is told what the endpoints do; called by many threads. */
public interface GatewayObserver {

  /**
   * A request was answered.
   *
   * @param endpoint {@code single} or {@code batch}
   * @param nanos since it was read as far as its headers
   */
  void answered(String endpoint, int status, long nanos);

  /**
   * JetStream has a message.
   *
   * @param duplicate it had it before
   */
  void accepted(boolean duplicate);

  /**
   * A message was refused, and not published.
   *
   * @param reason a code of the checks or of {@link Problem}
   */
  void refused(String reason);

  /** A message was published without having been checked: the registry could not be asked. */
  void unchecked();
}

package dev.weir.core.admission;

/**
 * A tenant's subscription, as far as admission asks.
 *
 * @param term from its start to its end, without grace
 */
public record Subscription(String status, Validity term) {

  public static final String SUSPENDED = "SUSPENDED";
  public static final String EXPIRED = "EXPIRED";

  /** Whether it bars its devices because somebody suspended it. */
  boolean isSuspended() {
    return status.equals(SUSPENDED);
  }

  /**
   * Whether it bars its devices because it is over.
   *
   * @param arrivalMicros when the message came that is judged
   * @param graceMicros how long it still counts after its term
   */
  boolean isExpired(long arrivalMicros, long graceMicros) {
    return status.equals(EXPIRED) || arrivalMicros > term.extended(graceMicros).untilMicros();
  }

  /** Whether new devices may come under it: neither barred nor yet to begin. */
  public boolean isInForce(long arrivalMicros, long graceMicros) {
    return !isSuspended()
        && !isExpired(arrivalMicros, graceMicros)
        && arrivalMicros >= term.fromMicros();
  }
}

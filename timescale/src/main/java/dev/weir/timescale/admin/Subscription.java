package dev.weir.timescale.admin;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant has subscribed to.
 *
 * @param deviceLimit how many devices may be attached
 * @param activeDeviceCount how many are
 * @param termEnd null where it does not end
 */
public record Subscription(
    String tenantId,
    String subscriptionId,
    SubscriptionType type,
    int deviceLimit,
    int activeDeviceCount,
    Instant termStart,
    @Nullable Instant termEnd,
    SubscriptionStatus status) {

  /**
   * Whether it is in force: by its status, and by its term with the bounds included.
   *
   * @param grace how long after its term it still counts
   */
  public boolean isInForce(Instant now, Duration grace) {
    boolean hasBegun = !now.isBefore(termStart);
    boolean hasEnded = termEnd != null && now.isAfter(termEnd.plus(grace));
    return switch (status) {
      case TRIAL, ACTIVE, GRACE -> hasBegun && !hasEnded;
      case SUSPENDED, EXPIRED -> false;
    };
  }

  /** Whether its term is empty: no command makes such a one. */
  public boolean endsBeforeItStarts() {
    return termEnd != null && !termEnd.isAfter(termStart);
  }
}

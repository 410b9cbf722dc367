package dev.weir.app.command;

import dev.weir.timescale.admin.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Subscriptions as commands print them. */
final class SubscriptionListing {

  private SubscriptionListing() {}

  /**
   * All of them.
   *
   * @param now by which it is told whether they are in force
   * @param grace how long after its term one still counts
   */
  static Listing of(List<Subscription> subscriptions, Instant now, Duration grace) {
    Listing listing =
        new Listing(
            "tenant_id",
            "subscription_id",
            "subscription_type",
            "device_limit",
            "active_device_count",
            "term_start",
            "term_end",
            "status",
            "in_force");
    for (Subscription subscription : subscriptions) {
      listing.row(
          subscription.tenantId(),
          subscription.subscriptionId(),
          subscription.type(),
          subscription.deviceLimit(),
          subscription.activeDeviceCount(),
          subscription.termStart(),
          subscription.termEnd(),
          subscription.status(),
          subscription.isInForce(now, grace));
    }
    return listing;
  }
}

package dev.weir.timescale.admin;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to be changed of a subscription; null leaves a field as it is. */
public record SubscriptionChange(
    @Nullable SubscriptionType type,
    @Nullable Integer deviceLimit,
    @Nullable Instant termStart,
    @Nullable TermEnd termEnd,
    @Nullable SubscriptionStatus status) {

  /**
   * When a term is to end.
   *
   * @param at null for never
   */
  public record TermEnd(@Nullable Instant at) {}

  public static final SubscriptionChange NONE =
      new SubscriptionChange(null, null, null, null, null);

  /** The subscription with the change made. */
  public Subscription of(Subscription before) {
    return new Subscription(
        before.tenantId(),
        before.subscriptionId(),
        Objects.requireNonNullElse(type, before.type()),
        Objects.requireNonNullElse(deviceLimit, before.deviceLimit()),
        before.activeDeviceCount(),
        Objects.requireNonNullElse(termStart, before.termStart()),
        termEnd == null ? before.termEnd() : termEnd.at(),
        Objects.requireNonNullElse(status, before.status()));
  }
}

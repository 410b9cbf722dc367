package dev.weir.timescale.admin;

/** How a subscription stands. One that is suspended or expired bars its devices from sending. */
public enum SubscriptionStatus {
  TRIAL,
  ACTIVE,
  GRACE,
  SUSPENDED,
  EXPIRED
}

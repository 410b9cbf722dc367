package dev.weir.timescale.admin;

/** What kind of subscription it is. Devices that register themselves go to a {@code MAIN} one. */
public enum SubscriptionType {
  MAIN,
  ADDON,
  TRIAL,
  TEMPORARY
}

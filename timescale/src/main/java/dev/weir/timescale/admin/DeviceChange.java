package dev.weir.timescale.admin;

import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of a device; null leaves a field as it is.
 *
 * @param tokenHash SHA-256 of a new provision token, lower-case hex
 * @param location a place set by hand, which no message overwrites
 */
public record DeviceChange(
    @Nullable String siteId,
    @Nullable String status,
    @Nullable String tokenHash,
    @Nullable String subscriptionId,
    @Nullable Location location) {

  /** A place, in degrees. */
  public record Location(double latitude, double longitude) {}

  public static final DeviceChange NONE = new DeviceChange(null, null, null, null, null);

  public DeviceChange withSite(String other) {
    return new DeviceChange(other, status, tokenHash, subscriptionId, location);
  }

  public DeviceChange withStatus(String other) {
    return new DeviceChange(siteId, other, tokenHash, subscriptionId, location);
  }

  public DeviceChange withTokenHash(String other) {
    return new DeviceChange(siteId, status, other, subscriptionId, location);
  }

  public DeviceChange withSubscription(String other) {
    return new DeviceChange(siteId, status, tokenHash, other, location);
  }

  public DeviceChange withLocation(double latitude, double longitude) {
    return new DeviceChange(
        siteId, status, tokenHash, subscriptionId, new Location(latitude, longitude));
  }

  /** Without the hash: a change may be logged. */
  @Override
  public String toString() {
    return "DeviceChange[site %s, status %s, token %s, subscription %s, location %s]"
        .formatted(siteId, status, tokenHash == null ? "kept" : "new", subscriptionId, location);
  }
}

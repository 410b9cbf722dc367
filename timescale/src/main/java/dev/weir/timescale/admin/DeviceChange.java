package dev.weir.timescale.admin;

import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of a device; null leaves a field as it is.
 *
 * @param tokenHash SHA-256 of a new provision token, lower-case hex
 */
public record DeviceChange(
    @Nullable String siteId,
    @Nullable String status,
    @Nullable String tokenHash,
    @Nullable Attachment attachment,
    @Nullable Location location) {

  /**
   * To which subscription a device is to belong.
   *
   * @param subscriptionId null for none
   */
  public record Attachment(@Nullable String subscriptionId) {}

  /** Where a device is said to be. */
  public sealed interface Location {

    /** A place set by hand, in degrees, which no message overwrites. */
    record Manual(double latitude, double longitude) implements Location {}

    /** Where its messages say; the place known so far stays until they do. */
    record Automatic() implements Location {}
  }

  public static final DeviceChange NONE = new DeviceChange(null, null, null, null, null);

  public DeviceChange withSite(String other) {
    return new DeviceChange(other, status, tokenHash, attachment, location);
  }

  public DeviceChange withStatus(String other) {
    return new DeviceChange(siteId, other, tokenHash, attachment, location);
  }

  public DeviceChange withTokenHash(String other) {
    return new DeviceChange(siteId, status, other, attachment, location);
  }

  /** Attaches it to a subscription, or to none where that is null. */
  public DeviceChange withSubscription(@Nullable String other) {
    return new DeviceChange(siteId, status, tokenHash, new Attachment(other), location);
  }

  public DeviceChange withLocation(double latitude, double longitude) {
    return new DeviceChange(
        siteId, status, tokenHash, attachment, new Location.Manual(latitude, longitude));
  }

  /** Without the hash: a change may be logged. */
  @Override
  public String toString() {
    return "DeviceChange[site %s, status %s, token %s, %s, location %s]"
        .formatted(siteId, status, tokenHash == null ? "kept" : "new", attachment, location);
  }
}

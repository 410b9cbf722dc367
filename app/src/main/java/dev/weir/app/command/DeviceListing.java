package dev.weir.app.command;

import dev.weir.timescale.admin.RegisteredDevice;
import java.util.List;

/** Devices as commands print them. A token is there only where it was just made. */
final class DeviceListing {

  private DeviceListing() {}

  static Listing of(List<RegisteredDevice> devices) {
    Listing listing =
        new Listing(
            "tenant_id",
            "device_id",
            "site_id",
            "status",
            "has_token",
            "subscription_id",
            "updated_at");
    for (RegisteredDevice device : devices) {
      listing.row(
          device.tenantId(),
          device.deviceId(),
          device.siteId(),
          device.status(),
          device.hasToken(),
          device.subscriptionId(),
          device.updatedAt());
    }
    return listing;
  }

  /** One device in full, with the token that was made for it now. */
  static Listing of(RegisteredDevice device, NewToken token) {
    Listing listing =
        new Listing(
            "tenant_id",
            "device_id",
            "site_id",
            "status",
            "has_token",
            "subscription_id",
            "latitude",
            "longitude",
            "location_source",
            "created_at",
            "updated_at");
    listing.row(
        device.tenantId(),
        device.deviceId(),
        device.siteId(),
        device.status(),
        device.hasToken(),
        device.subscriptionId(),
        device.latitude(),
        device.longitude(),
        device.locationSource(),
        device.createdAt(),
        device.updatedAt());
    return token.made() ? listing.with("token", token.text()) : listing;
  }
}

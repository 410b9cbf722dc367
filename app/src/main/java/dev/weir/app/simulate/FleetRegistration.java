package dev.weir.app.simulate;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.TokenHash;
import dev.weir.core.message.ProvisionToken;
import dev.weir.timescale.admin.DeviceChange;
import dev.weir.timescale.admin.DeviceImport;
import dev.weir.timescale.admin.DeviceStore;
import dev.weir.timescale.admin.TenantStore;
import dev.weir.timescale.database.Database;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Makes a fleet known to an installation. */
public final class FleetRegistration {

  private FleetRegistration() {}

  /**
   * Registers tenants and devices; those that are there already are brought into the fleet's state.
   *
   * @throws dev.weir.core.store.StoreException the database cannot be written now
   */
  public static void register(Database database, Fleet fleet) {
    TenantStore tenants = new TenantStore(database);
    fleet.tenants().forEach(tenant -> tenants.add(tenant, "Simulated"));
    new DeviceImport(database)
        .run(fleet.registered().stream().map(FleetRegistration::row).iterator());
    DeviceStore devices = new DeviceStore(database);
    for (FleetDevice device : fleet.registered()) {
      if (!device.status().equals(Device.ACTIVE)) {
        devices.set(
            new DeviceKey(device.tenantId(), device.deviceId()),
            DeviceChange.NONE.withStatus(device.status()));
      }
    }
  }

  private static DeviceImport.Row row(FleetDevice device) {
    return new DeviceImport.Row(
        device.tenantId(), device.deviceId(), device.siteId(), hash(device));
  }

  private static @Nullable String hash(FleetDevice device) {
    byte[] hash =
        device.tokenRegistered() ? TokenHash.of(new ProvisionToken(device.token())) : null;
    return hash == null ? null : HexFormat.of().formatHex(hash);
  }
}

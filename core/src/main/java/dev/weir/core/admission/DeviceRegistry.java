package dev.weir.core.admission;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The registry of tenants and devices. */
public interface DeviceRegistry {

  /**
   * Those of the devices that are registered.
   *
   * @throws dev.weir.core.store.StoreException where the registry cannot be asked now
   */
  Map<DeviceKey, Device> findDevices(Collection<DeviceKey> keys);

  /**
   * Those of the tenants of which anything is known: a status, or subscriptions.
   *
   * @throws dev.weir.core.store.StoreException where the registry cannot be asked now
   */
  Map<String, TenantAccount> findTenants(Collection<String> tenantIds);

  /**
   * When the active certificates of devices are good, registered or not. Devices without any are
   * left out, and so are all where certificates are not looked at.
   *
   * @throws dev.weir.core.store.StoreException where the registry cannot be asked now
   */
  Map<DeviceKey, List<Validity>> findCertificates(Collection<DeviceKey> keys);
}

package dev.weir.core.admission;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The registry of tenants and devices. */
public interface DeviceRegistry {

  /**
   * Those of the devices that are registered, in one query.
   *
   * @throws dev.weir.core.store.StoreException where the registry cannot be asked now
   */
  Map<DeviceKey, Device> findDevices(Collection<DeviceKey> keys);

  /**
   * Those of the tenants that exist.
   *
   * @throws dev.weir.core.store.StoreException where the registry cannot be asked now
   */
  Set<String> findTenants(Collection<String> tenantIds);
}

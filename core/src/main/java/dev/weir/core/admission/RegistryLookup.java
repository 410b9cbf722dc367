package dev.weir.core.admission;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The registry as whoever judges messages asks it: in memory where it can be. */
public interface RegistryLookup {

  /**
   * Finds devices and tenants.
   *
   * @throws dev.weir.core.store.StoreException where the registry cannot be asked now
   */
  Answers resolve(Collection<DeviceKey> keys, Collection<String> tenantIds);

  /** The same from memory alone; null where something of it is not there. Asks nobody. */
  @Nullable Answers recall(Collection<DeviceKey> keys, Collection<String> tenantIds);

  /**
   * When the certificates of devices that are not registered are good.
   *
   * @throws dev.weir.core.store.StoreException where the registry cannot be asked now
   */
  Map<DeviceKey, List<Validity>> certificates(Collection<DeviceKey> keys);
}

package dev.weir.core.admission;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Registers devices of their own accord, as long as their tenants' subscriptions have room. */
public interface DeviceProvisioning {

  /**
   * What came of it.
   *
   * @param devices those of the new devices that are registered now, whoever did it
   * @param full those of the tenants that have no room for one more device
   */
  record Result(Map<DeviceKey, Device> devices, Set<String> full) {}

  /**
   * Registers devices in one short transaction, each under a MAIN subscription of its tenant that
   * was in force when it came: never more than there is room for, however many processes do so at
   * once.
   *
   * @param devices in the order in which they came: the first get the room that is left
   * @param tenants whose room is to be told, and as of when, microseconds since 1970; those of the
   *     devices among them
   * @throws dev.weir.core.store.StoreException where nothing was registered, or it is not known
   */
  Result provision(List<NewDevice> devices, Map<String, Long> tenants);
}

package dev.weir.core.store;

import java.util.Collection;

/** Keeps when devices were last heard of, and where they were. */
public interface DeviceStateStore {

  /**
   * Moves devices forward, all of them or none. What is kept already and newer stays; a location
   * that somebody set by hand stays; a device that is not registered any more begins no row.
   *
   * @param devices each of them once
   * @return devices that moved
   * @throws StoreException {@code POISON} where a row is refused for what it holds
   */
  int write(Collection<DeviceSeen> devices);
}

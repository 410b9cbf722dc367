package dev.weir.core.store;

import java.util.List;

/** When devices were last seen, and where. */
public interface DeviceStateStore {

  /**
   * Writes what is newer than what is there; of a device that is not registered, nothing. To write
   * the same again does no harm.
   *
   * @throws StoreException nothing was written, or it is not known
   */
  void write(List<DeviceSeen> seen);
}

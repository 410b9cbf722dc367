package dev.weir.core.admission;

import org.jspecify.annotations.Nullable;

/**
 * A device that is to be registered because it sent a message that passes every other check.
 *
 * @param siteId where it says to be
 * @param tokenHash SHA-256 of the token that becomes its own; null for none
 * @param arrivalMicros when that message came: a subscription must have been in force then
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to a row
public record NewDevice(
    DeviceKey key, String siteId, byte @Nullable [] tokenHash, long arrivalMicros) {

  /** Without the hash. */
  @Override
  public String toString() {
    return "NewDevice[" + key.tenantId() + '/' + key.deviceId() + ']';
  }
}

package dev.weir.app.command;

import dev.weir.core.admission.DeviceKey;

/** Devices as a user names them, and as they are called in what is told. */
final class DeviceNames {

  private DeviceNames() {}

  /**
   * The device of two arguments.
   *
   * @throws CommandException one of them is no id
   */
  static DeviceKey key(String tenant, String device) {
    return new DeviceKey(
        Identifiers.checked("TENANT", tenant, Identifiers.faultOfId(tenant)),
        Identifiers.checked("DEVICE", device, Identifiers.faultOfId(device)));
  }

  static String of(DeviceKey key) {
    return key.tenantId() + '/' + key.deviceId();
  }
}

package dev.weir.core.admission;

import dev.weir.core.message.Topic;

/** A device's name: unique across tenants. */
public record DeviceKey(String tenantId, String deviceId) {

  /** Reads {@code tenant_id/device_id}, where the first slash divides: no id holds one. */
  public static DeviceKey parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new DeviceKey(text, "")
        : new DeviceKey(text.substring(0, slash), text.substring(slash + 1));
  }

  public static DeviceKey of(Topic topic) {
    return new DeviceKey(topic.tenantId(), topic.deviceId());
  }
}

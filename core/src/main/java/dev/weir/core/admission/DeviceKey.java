package dev.weir.core.admission;

import dev.weir.core.message.Topic;

/** A device's name: unique across tenants. */
public record DeviceKey(String tenantId, String deviceId) {

  public static DeviceKey of(Topic topic) {
    return new DeviceKey(topic.tenantId(), topic.deviceId());
  }
}

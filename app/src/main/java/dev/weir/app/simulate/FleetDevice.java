package dev.weir.app.simulate;

import dev.weir.core.message.Topic;

/**
 * A device to be registered, or one that pretends to be.
 *
 * @param token what it presents
 * @param tokenRegistered whether the registry is to know its token
 * @param status as the registry is to have it
 */
public record FleetDevice(
    String tenantId,
    String deviceId,
    String siteId,
    String token,
    boolean tokenRegistered,
    String status) {

  String topic() {
    return new Topic(tenantId, deviceId, "telemetry").toString();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "FleetDevice[" + tenantId + '/' + deviceId + ']';
  }
}

package dev.weir.gateway.http;

import dev.weir.core.message.Topic;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The topics that the endpoints take messages under. */
final class Topics {

  static final String EXPECTED =
      "tenant_id and device_id have 1 to 128 of A-Z a-z 0-9 . _ : @ = -, msg_type is telemetry or"
          + " heartbeat";

  private static final Set<String> MSG_TYPES = Set.of("telemetry", "heartbeat");

  private Topics() {}

  /** Null where one of the three is missing, or not what it has to be. */
  static @Nullable Topic of(
      @Nullable String tenantId, @Nullable String deviceId, @Nullable String msgType) {
    return tenantId != null
            && deviceId != null
            && msgType != null
            && Topic.isId(tenantId)
            && Topic.isId(deviceId)
            && MSG_TYPES.contains(msgType)
        ? new Topic(tenantId, deviceId, msgType)
        : null;
  }
}

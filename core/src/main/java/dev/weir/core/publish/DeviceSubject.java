package dev.weir.core.publish;

import dev.weir.core.message.Subjects;
import dev.weir.core.message.Topic;
import org.jspecify.annotations.Nullable;

/** The subject under which a device's message goes into the streams. */
public final class DeviceSubject {

  private DeviceSubject() {}

  /**
   * The device's partition where the topic is one; else the stream that is not partitioned, under
   * the tenant as far as one can be read.
   *
   * @param topic as it came
   * @param parsed the same, null where it does not fit the scheme
   */
  public static String of(String topic, @Nullable Topic parsed, int partitions) {
    if (parsed != null) {
      return Subjects.telemetry(parsed.tenantId(), parsed.deviceId(), partitions);
    }
    String tenant = Topic.readableTenant(topic);
    return Subjects.telemetry(tenant == null ? Subjects.UNREADABLE_TENANT : tenant);
  }
}

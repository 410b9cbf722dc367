package dev.weir.core.message;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Names of streams and subjects, and the partition of a device. */
public final class Subjects {

  /** Stream of publishers that do not partition. */
  public static final String TELEMETRY_STREAM = "TELEMETRY";

  public static final String ROUTES_STREAM = "ROUTES";

  /** Stands in a subject for a tenant that cannot be read; no tenant can be called so. */
  public static final String UNREADABLE_TENANT = "%";

  private Subjects() {}

  /** The stream of a partition: {@code TELEMETRY-{partition}}. */
  public static String partitionStream(int partition) {
    return TELEMETRY_STREAM + '-' + partition;
  }

  /** Whether a stream of this name carries telemetry: {@code TELEMETRY} or {@code TELEMETRY-n}. */
  public static boolean isTelemetryStream(String stream) {
    return stream.equals(TELEMETRY_STREAM) || isPartitionStream(stream);
  }

  /** Whether a stream of this name is a partition: {@code TELEMETRY-n}. */
  public static boolean isPartitionStream(String stream) {
    if (!stream.startsWith(TELEMETRY_STREAM + '-')) {
      return false;
    }
    String number = stream.substring(TELEMETRY_STREAM.length() + 1);
    return !number.isEmpty()
        && number.length() <= 9
        && number.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** {@code telemetry.{partition}.{tenant}}, with the partition that the device hashes to. */
  public static String telemetry(String tenantId, String deviceId, int partitions) {
    return "telemetry." + partition(tenantId, deviceId, partitions) + '.' + encodeTenant(tenantId);
  }

  /** {@code telemetry.{tenant}}, for publishers that do not partition. */
  public static String telemetry(String tenantId) {
    return "telemetry." + encodeTenant(tenantId);
  }

  /** {@code routes.{tenant}}, for jobs of routes. */
  public static String routes(String tenantId) {
    return "routes." + encodeTenant(tenantId);
  }

  /** CRC-32 (zlib) of {@code tenant_id/device_id} in UTF-8, unsigned, modulo the partitions. */
  public static int partition(String tenantId, String deviceId, int partitions) {
    CRC32 crc = new CRC32();
    crc.update((tenantId + '/' + deviceId).getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % partitions);
  }

  /** The tenant that a token of a subject names; null where it names none. */
  public static @Nullable String decodeTenant(String token) {
    String tenantId = token.replace("%2E", ".");
    return Topic.isId(tenantId) ? tenantId : null;
  }

  /** A tenant's id as one token of a subject. */
  public static String encodeTenant(String tenantId) {
    return tenantId.indexOf('.') < 0 ? tenantId : tenantId.replace(".", "%2E");
  }
}

package dev.weir.core.store;

import dev.weir.core.admission.DeviceKey;

/**
 * What is new of a device's state. Times are microseconds since 1970, {@link #NEVER} for none.
 *
 * @param siteId as its newest message says
 * @param seenMicros arrival of its newest message at the broker
 * @param telemetryMicros arrival of its newest {@code telemetry}
 * @param heartbeatMicros arrival of its newest {@code heartbeat}
 * @param latitude degrees, −90 to 90; means nothing without a time
 * @param longitude degrees, −180 to 180; likewise
 * @param locationMicros when it was there: by the reading's time, but no later than its arrival
 */
public record DeviceSeen(
    DeviceKey key,
    String siteId,
    long seenMicros,
    long telemetryMicros,
    long heartbeatMicros,
    double latitude,
    double longitude,
    long locationMicros) {

  public static final long NEVER = Long.MIN_VALUE;

  public boolean isLocated() {
    return locationMicros != NEVER;
  }
}

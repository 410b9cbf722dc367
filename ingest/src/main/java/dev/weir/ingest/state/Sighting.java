package dev.weir.ingest.state;

import static dev.weir.core.store.DeviceSeen.NEVER;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.store.DeviceSeen;

/** All that is new of one device since its state was last written. Owned by one lane. */
final class Sighting {

  private static final double MAX_LATITUDE = 90;
  private static final double MAX_LONGITUDE = 180;

  private final DeviceKey key;
  private String siteId;
  private long seen = NEVER;
  private long telemetry = NEVER;
  private long heartbeat = NEVER;
  private double latitude;
  private double longitude;
  private long located = NEVER;

  Sighting(DeviceKey key) {
    this.key = key;
    siteId = "";
  }

  /**
   * Takes a message in; in whatever order they come, the result is the same.
   *
   * @return false where the message tells a place that cannot be one, which is passed over
   */
  boolean add(TelemetryMessage message, long arrivalMicros) {
    if (arrivalMicros >= seen) {
      seen = arrivalMicros;
      siteId = message.siteId();
    }
    switch (message.topic().msgType()) {
      case "telemetry" -> telemetry = Math.max(telemetry, arrivalMicros);
      case "heartbeat" -> heartbeat = Math.max(heartbeat, arrivalMicros);
      default -> {}
    }
    if (Double.isNaN(message.latitude()) && Double.isNaN(message.longitude())) {
      return true;
    }
    if (!isPlace(message)) {
      return false;
    }
    long time = Math.min(message.timeMicros(), arrivalMicros);
    if (time >= located) {
      located = time;
      latitude = message.latitude();
      longitude = message.longitude();
    }
    return true;
  }

  DeviceSeen seen() {
    return new DeviceSeen(key, siteId, seen, telemetry, heartbeat, latitude, longitude, located);
  }

  /** Not so for what is NaN or infinite. */
  private static boolean isPlace(TelemetryMessage message) {
    return Math.abs(message.latitude()) <= MAX_LATITUDE
        && Math.abs(message.longitude()) <= MAX_LONGITUDE;
  }
}

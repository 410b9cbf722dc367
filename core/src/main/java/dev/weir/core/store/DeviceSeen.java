package dev.weir.core.store;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.TelemetryMessage;

/**
 * When a device was last heard of, and where it was: what its accepted messages told. Times are
 * those of arrival at the broker, in microseconds since 1970.
 *
 * @param siteId as the newest message has it
 * @param seenMicros the newest message
 * @param telemetryMicros the newest of type {@code telemetry}; 0 where there was none
 * @param heartbeatMicros the newest of type {@code heartbeat}; 0 where there was none
 * @param latitude degrees from −90 to 90; NaN where no message named a location
 * @param longitude degrees from −180 to 180; NaN likewise
 * @param locationMicros when the device was there: the reading's time, but no later than its
 *     arrival, lest a clock that runs ahead pins the location; 0 where there is none
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

  /** What one message tells of its device. */
  public static DeviceSeen of(Envelope envelope, TelemetryMessage message) {
    long arrival = envelope.firstArrivalMicros();
    String msgType = message.topic().msgType();
    boolean located = message.hasLocation();
    return new DeviceSeen(
        DeviceKey.of(message.topic()),
        message.siteId(),
        arrival,
        msgType.equals("telemetry") ? arrival : 0,
        msgType.equals("heartbeat") ? arrival : 0,
        located ? message.latitude() : Double.NaN,
        located ? message.longitude() : Double.NaN,
        located ? Math.min(message.timeMicros(), arrival) : 0);
  }

  public boolean hasLocation() {
    return !Double.isNaN(latitude);
  }

  /** Both together, in whatever order they come: of each part the newest. */
  public DeviceSeen merge(DeviceSeen other) {
    boolean isNewest = isSeenAfter(other);
    boolean isNewestLocated = isLocatedAfter(other);
    if (isNewest
        && isNewestLocated
        && telemetryMicros >= other.telemetryMicros
        && heartbeatMicros >= other.heartbeatMicros) {
      return this; // the other tells nothing new
    }
    DeviceSeen newest = isNewest ? this : other;
    DeviceSeen located = isNewestLocated ? this : other;
    return new DeviceSeen(
        key,
        newest.siteId,
        newest.seenMicros,
        Math.max(telemetryMicros, other.telemetryMicros),
        Math.max(heartbeatMicros, other.heartbeatMicros),
        located.latitude,
        located.longitude,
        located.locationMicros);
  }

  /** Of two in the same microsecond the content decides, so that the order does not. */
  private boolean isSeenAfter(DeviceSeen other) {
    return seenMicros == other.seenMicros
        ? siteId.compareTo(other.siteId) > 0
        : seenMicros > other.seenMicros;
  }

  private boolean isLocatedAfter(DeviceSeen other) {
    if (!hasLocation() || !other.hasLocation()) {
      return !other.hasLocation();
    }
    if (locationMicros != other.locationMicros) {
      return locationMicros > other.locationMicros;
    }
    int byLatitude = Double.compare(latitude, other.latitude);
    return byLatitude == 0 ? longitude > other.longitude : byLatitude > 0;
  }
}

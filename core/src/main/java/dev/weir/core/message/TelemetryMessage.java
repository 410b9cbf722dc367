package dev.weir.core.message;

import org.jspecify.annotations.Nullable;

/**
 * A message that is well formed: its own rules hold, the registry has not been asked yet.
 *
 * @param timeMicros time of the reading, microseconds since 1970: the payload's, else the arrival
 * @param seq the device's sequence number; null where it sent none
 * @param token what was presented; null where nothing was
 * @param metrics the JSON object as it arrived
 * @param latitude degrees; NaN where absent
 * @param longitude degrees; NaN where absent
 */
public record TelemetryMessage(
    Topic topic,
    String siteId,
    long timeMicros,
    @Nullable Long seq,
    @Nullable ProvisionToken token,
    Slice metrics,
    double latitude,
    double longitude) {

  public TelemetryMessage withToken(@Nullable ProvisionToken other) {
    return new TelemetryMessage(
        topic, siteId, timeMicros, seq, other, metrics, latitude, longitude);
  }
}

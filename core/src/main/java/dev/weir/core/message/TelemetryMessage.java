package dev.weir.core.message;

import org.jspecify.annotations.Nullable;

/**
 * A message that is well formed: its own rules hold, the registry has not been asked yet.
 *
 * @param timeMicros time of the reading, microseconds since 1970: the payload's, else the arrival
 * @param seq the device's sequence number; null where it sent none
 * @param token what was presented; null where nothing was
 * @param username whom the broker vouches for; null where for nobody
 * @param metrics the JSON object as it arrived
 * @param latitude degrees; NaN where absent, anything where what was sent is of no use
 * @param longitude likewise
 */
public record TelemetryMessage(
    Topic topic,
    String siteId,
    long timeMicros,
    @Nullable Long seq,
    @Nullable ProvisionToken token,
    @Nullable String username,
    Slice metrics,
    double latitude,
    double longitude) {

  /** The same with a token and a username that stand beside the payload. */
  public TelemetryMessage with(@Nullable ProvisionToken otherToken, @Nullable String vouchedFor) {
    return new TelemetryMessage(
        topic, siteId, timeMicros, seq, otherToken, vouchedFor, metrics, latitude, longitude);
  }
}

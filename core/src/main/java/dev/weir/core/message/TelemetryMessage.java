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
 * @param payload all of it as it arrived, with the token where it holds one
 * @param latitude degrees from −90 to 90; NaN where absent, {@link #UNUSABLE} where what was sent
 *     is no such number
 * @param longitude degrees from −180 to 180; likewise
 */
public record TelemetryMessage(
    Topic topic,
    String siteId,
    long timeMicros,
    @Nullable Long seq,
    @Nullable ProvisionToken token,
    @Nullable String username,
    Slice metrics,
    Slice payload,
    double latitude,
    double longitude) {

  /** Stands for a coordinate that was sent and cannot be one. */
  public static final double UNUSABLE = Double.POSITIVE_INFINITY;

  public boolean hasLocation() {
    return Double.isFinite(latitude) && Double.isFinite(longitude);
  }

  /** Whether a location was sent that is none: one coordinate of it wrong, or missing. */
  public boolean hasUnusableLocation() {
    return !hasLocation() && !(Double.isNaN(latitude) && Double.isNaN(longitude));
  }

  /** The same with a token and a username that stand beside the payload. */
  public TelemetryMessage with(@Nullable ProvisionToken otherToken, @Nullable String vouchedFor) {
    return new TelemetryMessage(
        topic,
        siteId,
        timeMicros,
        seq,
        otherToken,
        vouchedFor,
        metrics,
        payload,
        latitude,
        longitude);
  }
}

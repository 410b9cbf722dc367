package dev.weir.core.admission;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device as the registry knows it.
 *
 * @param siteId null where the registry names none
 * @param status {@code ACTIVE}, or anything else for a device that may not send
 * @param tokenHash SHA-256 of its provision token; null where none is set
 * @param subscriptionId null where it is under none
 * @param certificates when its active certificates are good; empty where certificates are not
 *     looked at
 */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time, never by equals
public record Device(
    @Nullable String siteId,
    String status,
    byte @Nullable [] tokenHash,
    @Nullable String subscriptionId,
    List<Validity> certificates) {

  public static final String ACTIVE = "ACTIVE";

  /** The same with another token. */
  public Device withTokenHash(byte @Nullable [] other) {
    return new Device(siteId, status, other, subscriptionId, certificates);
  }
}

package dev.weir.timescale.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that a device may show to the broker.
 *
 * @param fingerprint SHA-256 of the whole certificate (DER), lower-case hex
 * @param status {@code ACTIVE}, or anything else for one that counts no more
 * @param notAfter null where it does not run out
 */
public record Certificate(
    String tenantId,
    String deviceId,
    String fingerprint,
    String commonName,
    String status,
    Instant notBefore,
    @Nullable Instant notAfter) {

  public static final String ACTIVE = "ACTIVE";

  /** Whether it counts: by its status, and by its dates with the bounds included. */
  public boolean isInForce(Instant now) {
    return status.equals(ACTIVE)
        && !now.isBefore(notBefore)
        && (notAfter == null || !now.isAfter(notAfter));
  }
}

package dev.weir.core.admission;

import dev.weir.core.message.Topic;
import org.jspecify.annotations.Nullable;

/** Whom the broker's word, a username that it took from a certificate, speaks of. */
enum CertificateClaim {
  /** Nobody, or somebody who is no device. */
  NONE,
  /** The device that the topic names. */
  OWN,
  /** Another device. */
  OTHER;

  /**
   * Reads a username.
   *
   * @param username {@code tenant_id/device_id} for a device; null where nobody is vouched for
   */
  static CertificateClaim of(@Nullable String username, Topic topic) {
    if (username == null) {
      return NONE;
    }
    String tenant = topic.tenantId();
    String device = topic.deviceId();
    int slash = username.indexOf('/');
    if (slash == tenant.length()
        && username.length() == slash + 1 + device.length()
        && username.startsWith(tenant)
        && username.endsWith(device)) {
      return OWN;
    }
    boolean isDevice =
        slash > 0
            && Topic.isId(username.substring(0, slash))
            && Topic.isId(username.substring(slash + 1));
    return isDevice ? OTHER : NONE;
  }
}

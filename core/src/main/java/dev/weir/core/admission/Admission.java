package dev.weir.core.admission;

import static dev.weir.core.verdict.RejectReason.DEVICE_REVOKED;
import static dev.weir.core.verdict.RejectReason.SITE_MISMATCH_REGISTRY_VS_PAYLOAD;
import static dev.weir.core.verdict.RejectReason.SUBSCRIPTION_SUSPENDED;
import static dev.weir.core.verdict.RejectReason.TOKEN_INVALID;
import static dev.weir.core.verdict.RejectReason.TOKEN_MISSING;
import static dev.weir.core.verdict.RejectReason.TOKEN_NOT_SET_IN_REGISTRY;
import static dev.weir.core.verdict.RejectReason.UNREGISTERED_DEVICE;

import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The rules that need the registry, in the order of the checks.
 *
 * @param requireToken whether a provision token is required; where it is not, tokens are not looked
 *     at
 */
public record Admission(boolean requireToken) {

  /**
   * Judges a message that is well formed.
   *
   * @param device what the registry knows of its device; null where it knows none
   */
  public Verdict judge(TelemetryMessage message, @Nullable Device device) {
    if (device == null) {
      return refuse(message, UNREGISTERED_DEVICE, "the registry has no such device");
    }
    Rejected rejected = requireToken ? checkToken(message, device) : null;
    if (rejected != null) {
      return rejected;
    }
    if (!device.status().equals(Device.ACTIVE)) {
      return refuse(message, DEVICE_REVOKED, "the device's status is " + device.status());
    }
    if (device.tenantStatus() != null && !device.tenantStatus().equals(Device.ACTIVE)) {
      return refuse(
          message, SUBSCRIPTION_SUSPENDED, "the tenant's status is " + device.tenantStatus());
    }
    if (device.siteId() != null && !device.siteId().equals(message.siteId())) {
      return refuse(message, SITE_MISMATCH_REGISTRY_VS_PAYLOAD, "site_id is not the registry's");
    }
    return new Accepted(message);
  }

  private static @Nullable Rejected checkToken(TelemetryMessage message, Device device) {
    byte[] expected = device.tokenHash();
    ProvisionToken token = message.token();
    if (expected == null) {
      return refuse(
          message, TOKEN_NOT_SET_IN_REGISTRY, "a token is required, and the registry holds none");
    }
    if (token == null) {
      return refuse(message, TOKEN_MISSING, "no provision_token");
    }
    byte[] presented = TokenHash.of(token);
    if (presented == null || !MessageDigest.isEqual(presented, expected)) {
      return refuse(message, TOKEN_INVALID, "the provision_token is not the device's");
    }
    return null;
  }

  private static Rejected refuse(TelemetryMessage message, RejectReason reason, String detail) {
    return new Rejected(reason, detail, message.topic().tenantId());
  }
}

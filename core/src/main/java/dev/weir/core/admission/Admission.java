package dev.weir.core.admission;

import static dev.weir.core.verdict.RejectReason.CERT_INVALID;
import static dev.weir.core.verdict.RejectReason.DEVICE_REVOKED;
import static dev.weir.core.verdict.RejectReason.SITE_MISMATCH_REGISTRY_VS_PAYLOAD;
import static dev.weir.core.verdict.RejectReason.SUBSCRIPTION_EXPIRED;
import static dev.weir.core.verdict.RejectReason.SUBSCRIPTION_SUSPENDED;
import static dev.weir.core.verdict.RejectReason.TOKEN_INVALID;
import static dev.weir.core.verdict.RejectReason.TOKEN_MISSING;
import static dev.weir.core.verdict.RejectReason.TOKEN_NOT_SET_IN_REGISTRY;
import static dev.weir.core.verdict.RejectReason.UNREGISTERED_DEVICE;

import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Rejected;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The rules that need the registry, in the order of the checks. */
public final class Admission {

  private final boolean requireToken;
  private final boolean certificates;
  private final long graceMicros;

  public Admission(AdmissionConfig config) {
    requireToken = config.requireToken();
    certificates = config.certificates();
    graceMicros = TimeUnit.SECONDS.toMicros(config.grace().toSeconds());
  }

  /**
   * What is wrong with a message that is well formed; null where nothing is.
   *
   * @param arrivalMicros when it came to the broker
   * @param device what the registry knows of its device; null where it knows none
   * @param account what it knows of its tenant
   */
  public @Nullable Rejected check(
      TelemetryMessage message,
      long arrivalMicros,
      @Nullable Device device,
      TenantAccount account) {
    if (device == null) {
      return refuse(message, UNREGISTERED_DEVICE, "the registry has no such device");
    }
    Rejected rejected = checkIdentity(message, arrivalMicros, device);
    if (rejected == null && !device.status().equals(Device.ACTIVE)) {
      rejected = refuse(message, DEVICE_REVOKED, "the device's status is " + device.status());
    }
    if (rejected == null) {
      rejected = checkTenant(message, account);
    }
    if (rejected == null) {
      rejected = checkSubscription(message, arrivalMicros, device, account);
    }
    if (rejected == null && device.siteId() != null && !device.siteId().equals(message.siteId())) {
      rejected =
          refuse(message, SITE_MISMATCH_REGISTRY_VS_PAYLOAD, "site_id is not the registry's");
    }
    return rejected;
  }

  /**
   * What is wrong with a message of a device that would be registered because of it, by all the
   * rules that do not ask for what the registry has of the device; null where nothing is.
   *
   * @param certificates when its active certificates are good: they may be there before it is
   */
  public @Nullable Rejected checkNew(
      TelemetryMessage message,
      long arrivalMicros,
      List<Validity> certificates,
      TenantAccount account) {
    CertificateClaim claim = claim(message);
    boolean certified =
        claim == CertificateClaim.OWN && Validity.anyCovers(certificates, arrivalMicros);
    Rejected rejected = null;
    if (claim == CertificateClaim.OTHER) {
      rejected = certificateOfAnother(message);
    } else if (requireToken && !certified && TokenHash.of(message.token()) == null) {
      rejected = unusableToken(message);
    }
    if (rejected == null) {
      rejected = checkTenant(message, account);
    }
    return rejected;
  }

  /** The device that a message which {@link #checkNew} passes makes of its sender. */
  public NewDevice newDevice(TelemetryMessage message, long arrivalMicros) {
    return new NewDevice(
        DeviceKey.of(message.topic()),
        message.siteId(),
        requireToken ? TokenHash.of(message.token()) : null,
        arrivalMicros);
  }

  private @Nullable Rejected checkIdentity(
      TelemetryMessage message, long arrivalMicros, Device device) {
    return switch (claim(message)) {
      case OTHER -> certificateOfAnother(message);
      case OWN ->
          Validity.anyCovers(device.certificates(), arrivalMicros)
              ? null
              : checkToken(message, device);
      case NONE -> checkToken(message, device);
    };
  }

  private CertificateClaim claim(TelemetryMessage message) {
    return certificates
        ? CertificateClaim.of(message.username(), message.topic())
        : CertificateClaim.NONE;
  }

  private @Nullable Rejected checkToken(TelemetryMessage message, Device device) {
    if (!requireToken) {
      return null;
    }
    byte[] expected = device.tokenHash();
    if (expected == null) {
      return refuse(
          message, TOKEN_NOT_SET_IN_REGISTRY, "a token is required, and the registry holds none");
    }
    byte[] presented = TokenHash.of(message.token());
    if (presented == null) {
      return unusableToken(message);
    }
    return MessageDigest.isEqual(presented, expected)
        ? null
        : refuse(message, TOKEN_INVALID, "the provision_token is not the device's");
  }

  private static Rejected unusableToken(TelemetryMessage message) {
    ProvisionToken token = message.token();
    return token == null
        ? refuse(message, TOKEN_MISSING, "no provision_token")
        : refuse(message, TOKEN_INVALID, "the provision_token is no string of Unicode characters");
  }

  private static Rejected certificateOfAnother(TelemetryMessage message) {
    return refuse(message, CERT_INVALID, "the broker vouches for another device");
  }

  private static @Nullable Rejected checkTenant(TelemetryMessage message, TenantAccount account) {
    String status = account.status();
    return status == null || status.equals(Device.ACTIVE)
        ? null
        : refuse(message, SUBSCRIPTION_SUSPENDED, "the tenant's status is " + status);
  }

  private @Nullable Rejected checkSubscription(
      TelemetryMessage message, long arrivalMicros, Device device, TenantAccount account) {
    Subscription subscription = account.subscription(device.subscriptionId());
    if (subscription == null) {
      return null;
    }
    if (subscription.isSuspended()) {
      return refuse(message, SUBSCRIPTION_SUSPENDED, "the device's subscription is suspended");
    }
    return subscription.isExpired(arrivalMicros, graceMicros)
        ? refuse(message, SUBSCRIPTION_EXPIRED, "the device's subscription is over")
        : null;
  }

  private static Rejected refuse(TelemetryMessage message, RejectReason reason, String detail) {
    return new Rejected(reason, detail, message.topic().tenantId());
  }
}

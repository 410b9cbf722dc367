package dev.weir.gateway.http;

import static dev.weir.core.verdict.RejectReason.NO_SUBSCRIPTION_CAPACITY;

import dev.weir.core.admission.Admission;
import dev.weir.core.admission.Answers;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceProvisioning;
import dev.weir.core.admission.Gate;
import dev.weir.core.admission.RegistryLookup;
import dev.weir.core.admission.Validity;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges messages of devices that the registry does not have as the lane will, if it may register
 * them; to do so is left to the lane, for only there is a message certain to be stored.
 */
final class Newcomers {

  private final Admission admission;
  private final RegistryLookup registry;
  private final @Nullable DeviceProvisioning provisioning;

  /**
   * Makes it.
   *
   * @param provisioning null where nobody is registered of their own accord
   */
  Newcomers(
      Admission admission, RegistryLookup registry, @Nullable DeviceProvisioning provisioning) {
    this.admission = admission;
    this.registry = registry;
    this.provisioning = provisioning;
  }

  /** Whether the registry has to be asked for {@link #among}. */
  boolean mustAsk(List<Judged> read, Answers answers) {
    return provisioning != null && read.stream().anyMatch(one -> stranger(one, answers) != null);
  }

  /** How to judge the strangers among messages. */
  Gate.Strangers among(List<Judged> read, Answers answers) {
    List<DeviceKey> strangers = new ArrayList<>();
    Map<String, Long> tenants = new HashMap<>();
    for (Judged one : read) {
      DeviceKey key = stranger(one, answers);
      if (key != null) {
        strangers.add(key);
        tenants.putIfAbsent(key.tenantId(), one.envelope().arrivalMicros());
      }
    }
    return provisioning == null || strangers.isEmpty()
        ? Gate.Strangers.refused(admission)
        : judge(strangers, tenants, provisioning);
  }

  /** A device of a known tenant that the registry does not have; null where it is not one. */
  private static @Nullable DeviceKey stranger(Judged one, Answers answers) {
    if (!(one.verdict() instanceof Accepted(var message))) {
      return null;
    }
    DeviceKey key = DeviceKey.of(message.topic());
    return answers.device(key) == null && answers.exists(key.tenantId()) ? key : null;
  }

  private Gate.Strangers judge(
      List<DeviceKey> strangers, Map<String, Long> tenants, DeviceProvisioning provisioning) {
    Map<DeviceKey, List<Validity>> certificates = registry.certificates(strangers);
    Set<String> full = provisioning.provision(List.of(), tenants).full();
    return (message, envelope, account) -> {
      long arrival = envelope.arrivalMicros();
      if (!account.exists()) {
        return admission.check(message, arrival, null, account);
      }
      DeviceKey key = DeviceKey.of(message.topic());
      if (full.contains(key.tenantId())) {
        return new Rejected(
            NO_SUBSCRIPTION_CAPACITY,
            "no MAIN subscription in force has room for one more device",
            key.tenantId());
      }
      return admission.checkNew(
          message, arrival, certificates.getOrDefault(key, List.of()), account);
    };
  }
}

package dev.weir.ingest.batch;

import static dev.weir.core.verdict.RejectReason.NO_SUBSCRIPTION_CAPACITY;
import static dev.weir.core.verdict.RejectReason.RATE_LIMITED;

import dev.weir.core.admission.Admission;
import dev.weir.core.admission.Answers;
import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.NewDevice;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.admission.Validity;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The devices of one batch that are not known, and may be registered. */
final class Newcomers {

  private final Admission admission;
  private final Registration registration;
  private final Answers before;
  private final Map<DeviceKey, List<Validity>> certificates;

  /** Why devices were not offered for registration although nothing else is wrong with them. */
  private final Map<DeviceKey, Rejected> limited = new HashMap<>();

  Newcomers(
      Admission admission,
      Registration registration,
      Answers before,
      Map<DeviceKey, List<Validity>> certificates) {
    this.admission = admission;
    this.registration = registration;
    this.before = before;
    this.certificates = certificates;
  }

  /** What is wrong with a message if its device can be registered. */
  @Nullable Rejected suppose(TelemetryMessage message, Envelope envelope, TenantAccount account) {
    long arrival = envelope.arrivalMicros();
    if (!account.exists()) {
      return admission.check(message, arrival, null, account);
    }
    DeviceKey key = DeviceKey.of(message.topic());
    return admission.checkNew(message, arrival, certificates.getOrDefault(key, List.of()), account);
  }

  /**
   * Registers each device by the first of its messages that passed.
   *
   * @param read the batch before it was judged
   * @param supposed the same with its verdicts, if all could be registered
   * @return what is known of all devices of the batch now
   */
  Answers register(List<Judged> read, List<Judged> supposed) {
    Map<DeviceKey, NewDevice> passed = new LinkedHashMap<>();
    for (int i = 0; i < read.size(); i++) {
      if (read.get(i).verdict() instanceof Accepted(var message)) {
        DeviceKey key = DeviceKey.of(message.topic());
        if (before.device(key) == null) {
          sort(key, message, supposed.get(i), passed);
        }
      }
    }
    registration.run(List.copyOf(passed.values()));
    Map<DeviceKey, Device> devices = new HashMap<>(before.devices());
    devices.putAll(registered());
    return new Answers(devices, before.tenants());
  }

  private void sort(
      DeviceKey key, TelemetryMessage message, Judged supposed, Map<DeviceKey, NewDevice> passed) {
    switch (supposed.verdict()) {
      case Accepted _ ->
          passed.computeIfAbsent(
              key, k -> admission.newDevice(message, supposed.envelope().arrivalMicros()));
      case Rejected rejected -> {
        if (rejected.reason() == RATE_LIMITED) {
          limited.putIfAbsent(key, rejected);
        }
      }
    }
  }

  Map<DeviceKey, Device> registered() {
    return registration.registered();
  }

  /** What is wrong with a message whose device is still not registered. */
  @Nullable Rejected settle(TelemetryMessage message, Envelope envelope, TenantAccount account) {
    Rejected rejected = suppose(message, envelope, account);
    if (!account.exists()) {
      return rejected;
    }
    DeviceKey key = DeviceKey.of(message.topic());
    if (rejected == null) {
      rejected = registration.refused().getOrDefault(key, limited.get(key));
    }
    return rejected != null && !registration.full().contains(key.tenantId())
        ? rejected
        : new Rejected(
            NO_SUBSCRIPTION_CAPACITY,
            "no MAIN subscription in force has room for one more device",
            key.tenantId());
  }
}

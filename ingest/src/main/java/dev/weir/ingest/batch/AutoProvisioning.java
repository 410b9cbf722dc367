package dev.weir.ingest.batch;

import static dev.weir.core.verdict.RejectReason.NO_SUBSCRIPTION_CAPACITY;

import dev.weir.core.admission.Admission;
import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceProvisioning;
import dev.weir.core.admission.NewDevice;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.admission.Validity;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.ingest.registry.Answers;
import dev.weir.ingest.registry.CachedRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registers devices that are not known, of tenants that are, as long as there is room. Only what
 * passes every other check is worth a place, so a batch with such devices is judged twice: first as
 * if they were all registered, then as things stand after those that passed were.
 */
public final class AutoProvisioning {

  private final Admission admission;
  private final CachedRegistry registry;
  private final DeviceProvisioning store;

  public AutoProvisioning(Admission admission, CachedRegistry registry, DeviceProvisioning store) {
    this.admission = admission;
    this.registry = registry;
    this.store = store;
  }

  /** The devices of a batch that may be registered; null where there are none. */
  @Nullable Newcomers newcomers(List<Judged> read, Answers answers) {
    Map<String, Long> tenants = new HashMap<>();
    List<DeviceKey> keys = new ArrayList<>();
    for (Judged one : read) {
      if (one.verdict() instanceof Accepted(var message)) {
        DeviceKey key = DeviceKey.of(message.topic());
        if (answers.device(key) == null && answers.exists(key.tenantId())) {
          keys.add(key);
          tenants.putIfAbsent(key.tenantId(), one.envelope().arrivalMicros());
        }
      }
    }
    return keys.isEmpty() ? null : new Newcomers(answers, tenants, registry.certificates(keys));
  }

  /** The devices of one batch that may be registered. */
  final class Newcomers {

    private final Answers before;
    private final Map<String, Long> tenants;
    private final Map<DeviceKey, List<Validity>> certificates;
    private DeviceProvisioning.Result result = new DeviceProvisioning.Result(Map.of(), Set.of());

    private Newcomers(
        Answers before, Map<String, Long> tenants, Map<DeviceKey, List<Validity>> certificates) {
      this.before = before;
      this.tenants = tenants;
      this.certificates = certificates;
    }

    /** What is wrong with a message if its device can be registered. */
    @Nullable Rejected suppose(TelemetryMessage message, Envelope envelope, TenantAccount account) {
      long arrival = envelope.arrivalMicros();
      if (!account.exists()) {
        return admission.check(message, arrival, null, account);
      }
      DeviceKey key = DeviceKey.of(message.topic());
      return admission.checkNew(
          message, arrival, certificates.getOrDefault(key, List.of()), account);
    }

    /**
     * Registers each device by the first of its messages that passed.
     *
     * @return what is known of all devices of the batch now
     */
    Answers register(List<Judged> supposed) {
      Map<DeviceKey, NewDevice> passed = new LinkedHashMap<>();
      for (Judged one : supposed) {
        if (one.verdict() instanceof Accepted(var message)) {
          DeviceKey key = DeviceKey.of(message.topic());
          if (before.device(key) == null) {
            passed.computeIfAbsent(
                key, k -> admission.newDevice(message, one.envelope().arrivalMicros()));
          }
        }
      }
      result = store.provision(List.copyOf(passed.values()), tenants);
      result.devices().keySet().forEach(registry::forgetDevice);
      Map<DeviceKey, Device> devices = new HashMap<>(before.devices());
      devices.putAll(result.devices());
      return new Answers(devices, before.tenants());
    }

    /** What is wrong with a message whose device is still not registered. */
    @Nullable Rejected settle(TelemetryMessage message, Envelope envelope, TenantAccount account) {
      Rejected rejected = suppose(message, envelope, account);
      String tenantId = message.topic().tenantId();
      boolean hasRoom = rejected != null && !result.full().contains(tenantId);
      return hasRoom || !account.exists()
          ? rejected
          : new Rejected(
              NO_SUBSCRIPTION_CAPACITY,
              "no MAIN subscription in force has room for one more device",
              tenantId);
    }
  }
}

package dev.weir.ingest.batch;

import static dev.weir.core.verdict.RejectReason.WRITE_REJECTED;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceProvisioning;
import dev.weir.core.admission.NewDevice;
import dev.weir.core.store.StoreException;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the new devices of one batch, and knows what came of it. */
final class Registration {

  private static final Logger log = LoggerFactory.getLogger(Registration.class);

  private final DeviceProvisioning store;
  private final Map<String, Long> tenants;
  private final Map<DeviceKey, Device> registered = new HashMap<>();
  private final Map<DeviceKey, Rejected> refused = new HashMap<>();
  private final Set<String> full = new HashSet<>();

  /**
   * Nobody is registered yet.
   *
   * @param tenants of the devices, and of those that are refused anyway, with when they came
   */
  Registration(DeviceProvisioning store, Map<String, Long> tenants) {
    this.store = store;
    this.tenants = tenants;
  }

  /**
   * Registers devices, the first ones first. One that somebody's constraint forbids must not keep
   * the others out: they are halved until it stands alone.
   *
   * @throws StoreException where the database cannot be asked now
   */
  void run(List<NewDevice> devices) {
    try {
      DeviceProvisioning.Result result = store.provision(devices, tenants);
      registered.putAll(result.devices());
      full.addAll(result.full());
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.POISON || devices.isEmpty()) {
        throw e;
      }
      isolate(devices, e);
    }
  }

  private void isolate(List<NewDevice> devices, StoreException cause) {
    if (devices.size() > 1) {
      run(devices.subList(0, devices.size() / 2));
      run(devices.subList(devices.size() / 2, devices.size()));
      return;
    }
    DeviceKey key = devices.getFirst().key();
    log.warn(
        "PostgreSQL refused to register device {}/{} (SQLSTATE {}); its messages are quarantined",
        key.tenantId(),
        key.deviceId(),
        cause.sqlState());
    refused.put(key, new Rejected(WRITE_REJECTED, "SQLSTATE " + cause.sqlState(), key.tenantId()));
  }

  Map<DeviceKey, Device> registered() {
    return registered;
  }

  /** Devices that the database forbids. */
  Map<DeviceKey, Rejected> refused() {
    return refused;
  }

  /** Tenants without room for one more. */
  Set<String> full() {
    return full;
  }
}

package dev.weir.ingest.batch;

import dev.weir.core.admission.Admission;
import dev.weir.core.admission.Answers;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceProvisioning;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.ingest.registry.CachedRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    return keys.isEmpty()
        ? null
        : new Newcomers(
            admission, new Registration(store, tenants), answers, registry.certificates(keys));
  }

  /** Devices that were registered are looked up again. */
  void remember(Newcomers newcomers) {
    registry.forgetDevices(newcomers.registered().keySet());
  }
}

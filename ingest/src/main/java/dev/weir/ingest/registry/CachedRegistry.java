package dev.weir.ingest.registry;

import dev.weir.core.admission.Answers;
import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceRegistry;
import dev.weir.core.admission.RegistryLookup;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.admission.Validity;
import dev.weir.core.change.Change;
import dev.weir.core.change.ChangeListener;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers what the registry answered, until it runs out or is told to forget it. */
public final class CachedRegistry implements RegistryLookup, ChangeListener {

  private final DeviceRegistry registry;
  private final LookupCache<DeviceKey, Device> devices;
  private final LookupCache<String, TenantAccount> tenants;

  /** Is told how many devices were in memory, and how many had to be looked up. */
  public interface LookupObserver {
    void lookups(long hits, long misses);
  }

  /**
   * Knows nothing yet.
   *
   * @param ttl how long an answer is believed; one that there is nothing, at most ten seconds
   * @param maxSize devices remembered, as many unknown ones, and as many tenants of each kind
   */
  public CachedRegistry(
      DeviceRegistry registry, Duration ttl, int maxSize, LookupObserver observer) {
    this.registry = registry;
    devices =
        new LookupCache<>(
            registry::findDevices,
            new DeviceCache(ttl, maxSize, System::nanoTime),
            ttl,
            maxSize,
            observer::lookups);
    tenants = new LookupCache<>(registry::findTenants, ttl, maxSize, (hits, misses) -> {});
  }

  @Override
  public Answers resolve(Collection<DeviceKey> keys, Collection<String> tenantIds) {
    return new Answers(devices.resolve(keys), tenants.resolve(tenantIds));
  }

  @Override
  public @Nullable Answers recall(Collection<DeviceKey> keys, Collection<String> tenantIds) {
    Map<String, TenantAccount> accounts = tenants.recall(tenantIds);
    Map<DeviceKey, Device> known = accounts == null ? null : devices.recall(keys);
    return accounts == null || known == null ? null : new Answers(known, accounts);
  }

  /** Never remembered. */
  @Override
  public Map<DeviceKey, List<Validity>> certificates(Collection<DeviceKey> keys) {
    return keys.isEmpty() ? Map.of() : registry.findCertificates(keys);
  }

  /** Devices changed. */
  public void forgetDevices(Collection<DeviceKey> keys) {
    devices.forget(keys);
  }

  @Override
  public void changed(Change change) {
    String key = change.key();
    switch (change.kind()) {
      case DEVICE, CERTIFICATE -> {
        if (key == null) {
          devices.forgetAll();
        } else {
          devices.forget(List.of(DeviceKey.parse(key)));
        }
      }
      case TENANT, SUBSCRIPTION -> {
        if (key == null) {
          tenants.forgetAll();
        } else {
          tenants.forget(List.of(key));
        }
      }
      case ROUTE, SETTING, TENANT_SETTING -> {}
    }
  }

  @Override
  public void everythingMayHaveChanged() {
    devices.forgetAll();
    tenants.forgetAll();
  }
}

package dev.weir.ingest.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the registry answered. Devices and tenants it does not have are remembered too, in
 * a room of their own: made-up names then push out nothing but each other.
 */
public final class CachedRegistry {

  /** Devices of one question: more are asked about in several. */
  private static final int MAX_KEYS_PER_QUERY = 10_000;

  private static final Duration LONGEST_MISS = Duration.ofSeconds(10);

  private final DeviceRegistry registry;
  private final LookupObserver observer;
  private final Cache<DeviceKey, Device> devices;
  private final Cache<DeviceKey, Boolean> unknownDevices;
  private final Cache<String, Boolean> tenants;
  private final Cache<String, Boolean> unknownTenants;

  /** Is told how many devices were in memory, and how many had to be looked up. */
  public interface LookupObserver {
    void lookups(long hits, long misses);
  }

  public CachedRegistry(
      DeviceRegistry registry, Duration ttl, int maxSize, LookupObserver observer) {
    this.registry = registry;
    this.observer = observer;
    Duration missTtl = ttl.compareTo(LONGEST_MISS) < 0 ? ttl : LONGEST_MISS;
    devices = cache(ttl, maxSize);
    unknownDevices = cache(missTtl, maxSize);
    tenants = cache(ttl, maxSize);
    unknownTenants = cache(missTtl, maxSize);
  }

  /** What is known of the devices of one batch. */
  public static final class Answers {
    private final Map<DeviceKey, Optional<Device>> byKey;

    private Answers(Map<DeviceKey, Optional<Device>> byKey) {
      this.byKey = byKey;
    }

    /** Null where the registry has no such device. */
    public @Nullable Device device(DeviceKey key) {
      Optional<Device> device = byKey.get(key);
      return device == null ? null : device.orElse(null);
    }
  }

  /**
   * Finds devices, in memory where it can.
   *
   * @throws dev.weir.core.store.StoreException where the registry cannot be asked now
   */
  public Answers resolve(Collection<DeviceKey> keys) {
    Map<DeviceKey, Optional<Device>> answers = HashMap.newHashMap(keys.size());
    List<DeviceKey> unknown = new ArrayList<>();
    for (DeviceKey key : keys) {
      Device device = devices.getIfPresent(key);
      if (device != null) {
        answers.put(key, Optional.of(device));
      } else if (unknownDevices.getIfPresent(key) != null) {
        answers.put(key, Optional.empty());
      } else {
        unknown.add(key);
      }
    }
    observer.lookups(keys.size() - (long) unknown.size(), unknown.size());
    for (int from = 0; from < unknown.size(); from += MAX_KEYS_PER_QUERY) {
      int to = Math.min(from + MAX_KEYS_PER_QUERY, unknown.size());
      ask(unknown.subList(from, to), answers);
    }
    return new Answers(answers);
  }

  /**
   * Those of the tenants that exist.
   *
   * @throws dev.weir.core.store.StoreException where the registry cannot be asked now
   */
  public Set<String> existing(Collection<String> tenantIds) {
    Set<String> existing = new HashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String id : tenantIds) {
      if (tenants.getIfPresent(id) != null) {
        existing.add(id);
      } else if (unknownTenants.getIfPresent(id) == null) {
        unknown.add(id);
      }
    }
    if (!unknown.isEmpty()) {
      Set<String> found = registry.findTenants(unknown);
      unknown.forEach(id -> (found.contains(id) ? tenants : unknownTenants).put(id, true));
      existing.addAll(found);
    }
    return existing;
  }

  private void ask(List<DeviceKey> keys, Map<DeviceKey, Optional<Device>> answers) {
    Map<DeviceKey, Device> found = registry.findDevices(keys);
    for (DeviceKey key : keys) {
      Device device = found.get(key);
      if (device == null) {
        unknownDevices.put(key, true);
      } else {
        devices.put(key, device);
      }
      answers.put(key, Optional.ofNullable(device));
    }
  }

  private static <K, V> Cache<K, V> cache(Duration ttl, int maxSize) {
    return Caffeine.newBuilder().expireAfterWrite(ttl).maximumSize(maxSize).build();
  }
}

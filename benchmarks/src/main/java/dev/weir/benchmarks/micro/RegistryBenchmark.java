package dev.weir.benchmarks.micro;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.core.admission.Answers;
import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceRegistry;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.admission.Validity;
import dev.weir.ingest.registry.CachedRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the registry said of the devices of a batch, from memory: as it is kept, and as entries of a
 * cache, as it was before.
 */
@OperationsPerInvocation(RegistryBenchmark.BATCH)
public class RegistryBenchmark {

  static final int BATCH = 1_000;

  /** Devices in an order that no memory foresees, a batch after another. */
  @State(Scope.Benchmark)
  public static class Fleet {

    private static final int STRIDE = 7_919; // prime to the numbers of devices

    @Param({"1000", "1000000"})
    private int devices;

    private int next;

    private List<DeviceKey> batch() {
      int first = next;
      next = (next + BATCH) % devices;
      return IntStream.range(first, first + BATCH)
          .mapToObj(i -> key((int) ((long) i * STRIDE % devices)))
          .toList();
    }

    private static DeviceKey key(int i) {
      return new DeviceKey("tenant-1", "device-" + i);
    }

    private static Device device(int i) {
      byte[] hash = new byte[32];
      hash[0] = (byte) i;
      return new Device("site-1", Device.ACTIVE, hash, "main", List.of());
    }
  }

  /** As it is. */
  @State(Scope.Benchmark)
  public static class Remembered {

    private CachedRegistry registry = registry(1);

    @Setup
    public void fill(Fleet fleet) {
      registry = registry(fleet.devices);
      for (int i = 0; i < fleet.devices; i += BATCH) {
        registry.resolve(fleet.batch(), List.of());
      }
    }
  }

  /** As it was. */
  @State(Scope.Benchmark)
  public static class Entries {

    private Cache<DeviceKey, Device> cache = cache(1);

    @Setup
    public void fill(Fleet fleet) {
      cache = cache(fleet.devices);
      IntStream.range(0, fleet.devices).forEach(i -> cache.put(Fleet.key(i), Fleet.device(i)));
    }
  }

  @Benchmark
  public int cachedRegistry(Fleet fleet, Remembered remembered) {
    Answers answers =
        Objects.requireNonNull(remembered.registry.recall(fleet.batch(), List.of()), "forgotten");
    return answers.devices().size();
  }

  @Benchmark
  public int entries(Fleet fleet, Entries entries) {
    Map<DeviceKey, Device> found = HashMap.newHashMap(BATCH);
    for (DeviceKey key : fleet.batch()) {
      found.put(key, Objects.requireNonNull(entries.cache.getIfPresent(key), "forgotten"));
    }
    return found.size();
  }

  /** What making the keys costs, in each of the others too. */
  @Benchmark
  public int keysAlone(Fleet fleet) {
    return fleet.batch().size();
  }

  private static Cache<DeviceKey, Device> cache(int devices) {
    return Caffeine.newBuilder()
        .expireAfterWrite(Duration.ofHours(1))
        .maximumSize(2L * devices)
        .build();
  }

  private static CachedRegistry registry(int devices) {
    return new CachedRegistry(
        new Registry(), Duration.ofHours(1), 2 * devices, (hits, misses) -> {});
  }

  private static final class Registry implements DeviceRegistry {

    @Override
    public Map<DeviceKey, Device> findDevices(Collection<DeviceKey> keys) {
      return keys.stream().collect(Collectors.toMap(Function.identity(), k -> Fleet.device(1)));
    }

    @Override
    public Map<String, TenantAccount> findTenants(Collection<String> tenantIds) {
      return Map.of();
    }

    @Override
    public Map<DeviceKey, List<Validity>> findCertificates(Collection<DeviceKey> keys) {
      return Map.of();
    }
  }
}

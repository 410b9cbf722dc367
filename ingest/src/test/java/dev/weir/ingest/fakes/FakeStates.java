package dev.weir.ingest.fakes;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.store.DeviceSeen;
import dev.weir.core.store.DeviceStateStore;
import dev.weir.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Device states in memory: a write is taken whole or not at all. */
public final class FakeStates implements DeviceStateStore {

  public final Map<DeviceKey, DeviceSeen> devices = new ConcurrentHashMap<>();

  /** Devices of each write that was taken. */
  public final List<Integer> writes = new ArrayList<>();

  /** Writes that were tried. */
  public int attempts;

  /** What every write fails with. */
  public @Nullable RuntimeException failure;

  /** Devices whose rows are refused for what they hold. */
  public final Set<DeviceKey> poison = new HashSet<>();

  @Override
  public int write(Collection<DeviceSeen> seen) {
    attempts++;
    if (failure != null) {
      throw failure;
    }
    if (seen.stream().anyMatch(device -> poison.contains(device.key()))) {
      throw new StoreException(StoreException.Kind.POISON, "23514", "refused", null);
    }
    seen.forEach(device -> devices.merge(device.key(), device, DeviceSeen::merge));
    writes.add(seen.size());
    return seen.size();
  }
}

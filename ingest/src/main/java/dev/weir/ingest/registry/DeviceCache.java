package dev.weir.ingest.registry;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.table.Fingerprint;
import dev.weir.core.table.NameHash;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps devices, about 70 bytes each: as entries of a cache they would take 220, in eight objects,
 * and a collector of garbage that has millions of those to go through takes half of the machine.
 *
 * <p>Where there are too many, any goes that was not asked for lately. Devices that send by turns
 * have no order from which their next turn could be told: a cache that let the oldest go would have
 * none of a fleet that is a little larger than itself, one that takes any of them has most.
 */
final class DeviceCache implements AnswerCache<DeviceKey, Device> {

  /** Threads that look at different devices seldom wait for each other. */
  private static final int STRIPES = 16;

  private final NameHash names = new NameHash();
  private final DeviceStripe[] stripes;
  private final AtomicInteger size = new AtomicInteger();
  private final long ttlNanos;
  private final int maxSize;
  private final LongSupplier nanoTime;

  /**
   * Empty.
   *
   * @param ttl how long a device is kept
   * @param maxSize devices that are kept
   * @param nanoTime a clock that never goes back: {@link System#nanoTime}
   */
  DeviceCache(Duration ttl, int maxSize, LongSupplier nanoTime) {
    ttlNanos = ttl.toNanos();
    this.maxSize = maxSize;
    this.nanoTime = nanoTime;
    stripes =
        Stream.generate(() -> new DeviceStripe(size)).limit(STRIPES).toArray(DeviceStripe[]::new);
  }

  @Override
  public @Nullable Device get(DeviceKey key) {
    Fingerprint name = name(key);
    return stripe(name).get(name, nanoTime.getAsLong());
  }

  @Override
  public void put(DeviceKey key, Device device) {
    Fingerprint name = name(key);
    long now = nanoTime.getAsLong();
    stripe(name).put(name, device, now, now + ttlNanos);
    while (size.get() > maxSize) {
      stripes[ThreadLocalRandom.current().nextInt(STRIPES)].dropOne();
    }
  }

  @Override
  public void forget(Collection<DeviceKey> keys) {
    for (DeviceKey key : keys) {
      Fingerprint name = name(key);
      stripe(name).forget(name);
    }
  }

  @Override
  public void forgetAll() {
    for (DeviceStripe stripe : stripes) {
      stripe.forgetAll();
    }
  }

  /** Devices kept, some of them run out. */
  int size() {
    return size.get();
  }

  private Fingerprint name(DeviceKey key) {
    return names.of(key.tenantId(), key.deviceId());
  }

  /** By other bits than those that give the place in its table. */
  private DeviceStripe stripe(Fingerprint name) {
    return stripes[(int) name.low() & (STRIPES - 1)];
  }
}

package dev.weir.ingest.registry;

import dev.weir.core.admission.Device;
import dev.weir.core.table.Fingerprint;
import dev.weir.core.table.FingerprintTable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link DeviceCache}. The hash of a device's token is kept as longs; all else of it is
 * an object that the devices of a site have in common.
 */
final class DeviceStripe {

  private static final int EXPIRES = 0;
  private static final int HASH = 1;
  private static final int HASH_LONGS = 4;
  private static final int HASH_BYTES = HASH_LONGS * Long.BYTES;

  /** Stands in an object in common for the hash that is kept as longs. */
  private static final byte[] IN_TABLE = {};

  /** More kinds of devices than these have objects that are made anew. */
  private static final int MOST_IN_COMMON = 1_000;

  /** As many looks a device that is put: what runs out goes sooner than twice as much is there. */
  private static final int LOOKS = 2;

  /** Where all are asked for all the time, one of them has to go. */
  private static final int MOST_SPARED = 8;

  private final AtomicInteger devices;
  private final Map<Device, Device> common = new HashMap<>();
  private FingerprintTable table = new FingerprintTable(HASH + HASH_LONGS);

  /** By their numbers. */
  private @Nullable Device[] kinds = {};

  /** Those that were asked for since they were put, or since they were last to go. */
  private boolean[] asked = {};

  /**
   * Empty.
   *
   * @param devices counts those of all stripes
   */
  DeviceStripe(AtomicInteger devices) {
    this.devices = devices;
  }

  @SuppressWarnings("ReferenceEquality") // no other array is this one
  synchronized @Nullable Device get(Fingerprint name, long nanoTime) {
    int number = table.find(name);
    if (number < 0 || isOver(number, nanoTime)) {
      return null;
    }
    asked[number] = true;
    Device kind = kinds[number];
    return kind != null && kind.tokenHash() == IN_TABLE ? kind.withTokenHash(hash(number)) : kind;
  }

  synchronized void put(Fingerprint name, Device device, long nanoTime, long expires) {
    dropSomeThatAreOver(nanoTime);
    int number = table.find(name);
    if (number < 0) {
      number = table.add(name);
      devices.incrementAndGet();
      if (number >= kinds.length) {
        int room = table.bound() + table.bound() / 4;
        kinds = Arrays.copyOf(kinds, room);
        asked = Arrays.copyOf(asked, room);
      }
    }
    table.set(number, EXPIRES, expires);
    byte[] hash = device.tokenHash();
    if (hash == null || hash.length != HASH_BYTES) {
      kinds[number] = inCommon(device);
    } else {
      kinds[number] = inCommon(device.withTokenHash(IN_TABLE));
      ByteBuffer bytes = ByteBuffer.wrap(hash);
      for (int i = 0; i < HASH_LONGS; i++) {
        table.set(number, HASH + i, bytes.getLong());
      }
    }
  }

  synchronized void forget(Fingerprint name) {
    int number = table.find(name);
    if (number >= 0) {
      drop(number);
    }
  }

  synchronized void forgetAll() {
    devices.addAndGet(-table.size());
    table = new FingerprintTable(HASH + HASH_LONGS);
    kinds = new Device[0];
    asked = new boolean[0];
    common.clear();
  }

  /**
   * Forgets any device, where there is one. Those that were asked for get a second chance: they
   * stay until they are picked again.
   */
  synchronized void dropOne() {
    if (table.size() > 0) {
      int number = any();
      for (int i = 0; i < MOST_SPARED && asked[number]; i++) {
        asked[number] = false;
        number = any();
      }
      drop(number);
    }
  }

  private int any() {
    int number = ThreadLocalRandom.current().nextInt(table.bound());
    while (!table.isUsed(number)) {
      number = (number + 1) % table.bound();
    }
    return number;
  }

  private void dropSomeThatAreOver(long nanoTime) {
    for (int i = 0; i < LOOKS && table.bound() > 0; i++) {
      int number = ThreadLocalRandom.current().nextInt(table.bound());
      if (table.isUsed(number) && isOver(number, nanoTime)) {
        drop(number);
      }
    }
  }

  private void drop(int number) {
    table.remove(number);
    kinds[number] = null;
    asked[number] = false;
    devices.decrementAndGet();
  }

  private boolean isOver(int number, long nanoTime) {
    return nanoTime - table.get(number, EXPIRES) >= 0;
  }

  private byte[] hash(int number) {
    ByteBuffer bytes = ByteBuffer.allocate(HASH_BYTES);
    for (int i = 0; i < HASH_LONGS; i++) {
      bytes.putLong(table.get(number, HASH + i));
    }
    return bytes.array();
  }

  private Device inCommon(Device device) {
    if (common.size() >= MOST_IN_COMMON) {
      common.clear();
    }
    return common.computeIfAbsent(device, d -> d);
  }
}

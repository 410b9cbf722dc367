package dev.weir.ingest.state;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.store.DeviceSeen;
import dev.weir.core.table.Fingerprint;
import dev.weir.core.table.FingerprintTable;
import dev.weir.core.table.NameHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written of devices, by numbers that they keep until they are taken out: about 110
 * bytes each, most of them where the garbage collector need not look. Owned by one lane.
 */
final class WaitingStates {

  private static final int SEEN = 0;
  private static final int TELEMETRY = 1;
  private static final int HEARTBEAT = 2;
  private static final int LATITUDE = 3;
  private static final int LONGITUDE = 4;
  private static final int LOCATED = 5;
  private static final int FIELDS = 6;

  private static final int MOST_UNUSED = 1_000;

  /** A device's place in the order of keys. */
  @SuppressWarnings("ArrayRecordComponent") // compared by what it holds
  private record Place(String tenantId, byte[] deviceId, int number) {
    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::tenantId).thenComparing(Place::deviceId, Arrays::compare);
  }

  private final NameHash names = new NameHash();
  private FingerprintTable told = new FingerprintTable(FIELDS);

  /** By number. Ids are ASCII, and an array is half of a string. */
  private @Nullable String[] tenantIds = {};

  private byte[] @Nullable [] deviceIds = {};
  private @Nullable String[] siteIds = {};

  int size() {
    return told.size();
  }

  /** Adds what is told of a device to what was told of it before. */
  void add(DeviceSeen seen) {
    DeviceKey key = seen.key();
    Fingerprint name = names.of(key.tenantId(), key.deviceId());
    int number = told.find(name);
    if (number < 0) {
      enter(told.add(name), seen);
    } else {
      DeviceSeen before = get(number, key);
      DeviceSeen merged = before.merge(seen);
      if (!merged.equals(before)) {
        set(number, merged);
      }
    }
  }

  /**
   * The numbers of all devices in the order of their keys. To put them in order may take long, and
   * may be done by another thread, while more is added. To be called while no number is in use.
   */
  Supplier<int[]> order() {
    if (told.bound() > MOST_UNUSED && told.bound() / 4 > told.size()) {
      shrink();
    }
    @Nullable String[] tenants = tenantIds.clone();
    byte[] @Nullable [] devices = deviceIds.clone();
    return () ->
        IntStream.range(0, devices.length)
            .filter(number -> devices[number] != null)
            .mapToObj(number -> place(tenants[number], devices[number], number))
            .sorted(Place.ORDER)
            .mapToInt(Place::number)
            .toArray();
  }

  private static Place place(@Nullable String tenantId, byte @Nullable [] deviceId, int number) {
    return new Place(Objects.requireNonNull(tenantId), Objects.requireNonNull(deviceId), number);
  }

  /** The numbers of all devices. */
  int[] numbers() {
    return told.numbers().toArray();
  }

  /** Gives back the room of many that waited once. */
  private void shrink() {
    List<DeviceSeen> all = Arrays.stream(numbers()).mapToObj(this::take).toList();
    told = new FingerprintTable(FIELDS);
    tenantIds = new String[0];
    deviceIds = new byte[0][];
    siteIds = new String[0];
    all.forEach(this::add);
  }

  /** Takes a device out. */
  DeviceSeen take(int number) {
    String deviceId =
        new String(Objects.requireNonNull(deviceIds[number]), StandardCharsets.US_ASCII);
    DeviceKey key = new DeviceKey(Objects.requireNonNull(tenantIds[number]), deviceId);
    DeviceSeen seen = get(number, key);
    told.remove(number);
    tenantIds[number] = null;
    deviceIds[number] = null;
    siteIds[number] = null;
    return seen;
  }

  private void enter(int number, DeviceSeen seen) {
    if (number >= siteIds.length) {
      int room = told.bound() + told.bound() / 4;
      tenantIds = Arrays.copyOf(tenantIds, room);
      deviceIds = Arrays.copyOf(deviceIds, room);
      siteIds = Arrays.copyOf(siteIds, room);
    }
    tenantIds[number] = seen.key().tenantId();
    deviceIds[number] = seen.key().deviceId().getBytes(StandardCharsets.US_ASCII);
    set(number, seen);
  }

  private DeviceSeen get(int number, DeviceKey key) {
    return new DeviceSeen(
        key,
        Objects.requireNonNull(siteIds[number]),
        told.get(number, SEEN),
        told.get(number, TELEMETRY),
        told.get(number, HEARTBEAT),
        Double.longBitsToDouble(told.get(number, LATITUDE)),
        Double.longBitsToDouble(told.get(number, LONGITUDE)),
        told.get(number, LOCATED));
  }

  private void set(int number, DeviceSeen seen) {
    siteIds[number] = seen.siteId();
    told.set(number, SEEN, seen.seenMicros());
    told.set(number, TELEMETRY, seen.telemetryMicros());
    told.set(number, HEARTBEAT, seen.heartbeatMicros());
    told.set(number, LATITUDE, Double.doubleToRawLongBits(seen.latitude()));
    told.set(number, LONGITUDE, Double.doubleToRawLongBits(seen.longitude()));
    told.set(number, LOCATED, seen.locationMicros());
  }
}

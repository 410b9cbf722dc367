package dev.weir.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.Validity;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceCacheTest {

  private static final Duration TTL = Duration.ofSeconds(60);
  private static final int MAX_SIZE = 2_000;
  private static final List<Validity> CERTIFICATES = List.of(new Validity(1, 2));

  /** Near its end, so that the clock passes {@link Long#MAX_VALUE}. */
  private long now = Long.MAX_VALUE - 1_000_000;

  private final DeviceCache cache = new DeviceCache(TTL, MAX_SIZE, () -> now);

  @Test
  void givesBackWhatItWasGiven() {
    List<Device> devices =
        List.of(
            device("s1", hash(1)),
            device("s1", hash(-1)),
            device("s1", null),
            device("s1", new byte[0]),
            device("s1", new byte[31]),
            device(null, hash(2)),
            new Device("s2", "REVOKED", hash(3), "main", List.of()),
            new Device(null, Device.ACTIVE, null, "main", CERTIFICATES),
            new Device(null, Device.ACTIVE, hash(4), null, CERTIFICATES));
    for (int i = 0; i < devices.size(); i++) {
      cache.put(key(i), devices.get(i));
    }

    for (int i = 0; i < devices.size(); i++) {
      assertSame(cache.get(key(i)), devices.get(i));
    }
    assertThat(cache.get(key(99))).isNull();
    cache.put(key(0), device("s9", null));
    assertSame(cache.get(key(0)), device("s9", null));
    cache.put(key(2), device("s9", hash(9)));
    assertSame(cache.get(key(2)), device("s9", hash(9)));
    assertThat(cache.size()).isEqualTo(devices.size());
  }

  @Test
  void forgetsWhatItIsToldTo() {
    put(0, 100);
    cache.forget(List.of(key(7), key(8), key(1_000)));
    assertThat(cache.get(key(7))).isNull();
    assertThat(cache.get(key(9))).isNotNull();
    assertThat(cache.size()).isEqualTo(98);

    cache.forgetAll();
    assertThat(cache.get(key(9))).isNull();
    assertThat(cache.size()).isZero();
    put(0, 100);
    assertThat(cache.size()).isEqualTo(100);
  }

  @Test
  void nothingIsGivenWhenItsTimeIsOver() {
    put(0, 2);
    now += TTL.toNanos() - 1;
    assertThat(cache.get(key(0))).isNotNull();
    cache.put(key(1), device("s2", hash(1)));

    now += 1;
    assertThat(cache.get(key(0))).isNull();
    assertThat(cache.get(key(1))).isNotNull();
  }

  @Test
  void holdsNoMoreThanItMay() {
    put(0, 10 * MAX_SIZE);

    assertThat(cache.size()).isEqualTo(MAX_SIZE);
    long left = IntStream.range(0, 10 * MAX_SIZE).filter(i -> cache.get(key(i)) != null).count();
    assertThat(left).isEqualTo(MAX_SIZE);
  }

  /** Those that nobody asks for any more do not stay for ever. */
  @Test
  void whatIsOverGoesWhereOthersCome() {
    put(0, MAX_SIZE / 2);
    now += TTL.toNanos();
    for (int i = 0; i < 20; i++) {
      put(MAX_SIZE, MAX_SIZE + 100);
    }

    assertThat(cache.size()).isLessThan(MAX_SIZE / 4);
  }

  /** Most of those that are asked for stay, whatever else comes by. */
  @Test
  void whatIsAskedForHasASecondChance() {
    int busy = MAX_SIZE / 2;
    put(0, 2 * busy);
    for (int round = 1; round <= 20; round++) {
      IntStream.range(0, busy).forEach(i -> cache.get(key(i)));
      put(round * MAX_SIZE, round * MAX_SIZE + MAX_SIZE / 20);
    }

    long left = IntStream.range(0, busy).filter(i -> cache.get(key(i)) != null).count();
    assertThat(left).isGreaterThan(busy * 8L / 10);
  }

  /** More kinds than are shared, too. */
  @Test
  void devicesThatHaveNothingInCommonAreKeptAllTheSame() {
    DeviceCache large = new DeviceCache(TTL, 50_000, () -> now);
    for (int i = 0; i < 40_000; i++) {
      large.put(key(i), device("s" + i, hash(i)));
    }

    for (int i = 0; i < 40_000; i++) {
      Device device = Objects.requireNonNull(large.get(key(i)));
      assertThat(device.siteId()).isEqualTo("s" + i);
      assertThat(device.tokenHash()).isEqualTo(hash(i));
    }
  }

  /** Each answer is whole, and of its device, while others come and go. */
  @Test
  void manyThreadsGetWhatWasPut() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      var tasks =
          IntStream.range(0, 4)
              .mapToObj(thread -> threads.submit(() -> putGetAndForget(new Random(thread))))
              .toList();
      for (var task : tasks) {
        task.get();
      }
    }
    long found = IntStream.range(0, 3 * MAX_SIZE).filter(i -> cache.get(key(i)) != null).count();
    assertThat(cache.size()).isLessThanOrEqualTo(MAX_SIZE).isEqualTo((int) found);
  }

  private void putGetAndForget(Random random) {
    for (int i = 0; i < 50_000; i++) {
      int number = random.nextInt(3 * MAX_SIZE);
      if (random.nextInt(8) == 0) {
        cache.forget(List.of(key(number)));
      }
      Device device = cache.get(key(number));
      if (device != null) {
        assertThat(device.tokenHash()).isEqualTo(hash(number));
        assertThat(device.siteId()).isEqualTo("s" + number % 7);
      }
      put(number, number + 1);
    }
  }

  private void put(int from, int to) {
    for (int i = from; i < to; i++) {
      cache.put(key(i), device("s" + i % 7, hash(i)));
    }
  }

  private static Device device(@Nullable String siteId, byte @Nullable [] tokenHash) {
    return new Device(siteId, Device.ACTIVE, tokenHash, null, List.of());
  }

  private static void assertSame(@Nullable Device actual, Device expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  private static byte[] hash(int seed) {
    byte[] hash = new byte[32];
    for (int i = 0; i < hash.length; i++) {
      hash[i] = (byte) (seed * 31 + i * 7);
    }
    return hash;
  }

  private static DeviceKey key(int i) {
    return new DeviceKey("t" + i % 3, "d" + i);
  }
}

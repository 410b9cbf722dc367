package dev.weir.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.DeviceKey;
import dev.weir.ingest.fakes.FakeStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedRegistryTest {

  private static final DeviceKey KNOWN = new DeviceKey("t1", "d1");
  private static final DeviceKey UNKNOWN = new DeviceKey("t1", "d2");

  private final FakeStore store = new FakeStore();
  private final CachedRegistry registry =
      new CachedRegistry(store, Duration.ofMinutes(1), 100, (hits, misses) -> {});

  @Test
  void asksOnceForDevicesItHasAndForThoseItDoesNotHave() {
    for (int i = 0; i < 3; i++) {
      CachedRegistry.Answers answers = registry.resolve(List.of(KNOWN, UNKNOWN));
      assertThat(answers.device(KNOWN)).isNotNull();
      assertThat(answers.device(UNKNOWN)).isNull();
    }
    assertThat(store.lookups).isEqualTo(1);
  }

  @Test
  void madeUpNamesDoNotPushOutKnownDevices() {
    registry.resolve(List.of(KNOWN));
    for (int batch = 0; batch < 100; batch++) {
      int first = batch * 1_000;
      registry.resolve(
          IntStream.range(first, first + 1_000)
              .mapToObj(i -> new DeviceKey("x", "d" + i))
              .toList());
    }
    int before = store.lookups;

    assertThat(registry.resolve(List.of(KNOWN)).device(KNOWN)).isNotNull();
    assertThat(store.lookups).isEqualTo(before);
  }

  @Test
  void answersAreRightEvenWhenTheBatchIsLargerThanTheCache() {
    List<DeviceKey> many =
        IntStream.range(0, 25_000).mapToObj(i -> new DeviceKey("t1", "n" + i)).toList();
    store.devices.addAll(many);

    CachedRegistry.Answers answers = registry.resolve(many);

    assertThat(many).allMatch(key -> answers.device(key) != null);
    assertThat(store.lookups).isEqualTo(3);
  }

  @Test
  void knowsWhichTenantsExist() {
    assertThat(registry.existing(List.of("t1", "nobody"))).containsExactly("t1");
    assertThat(registry.existing(List.of("t1", "nobody"))).containsExactly("t1");
  }
}

package dev.weir.ingest.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.store.DeviceSeen;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WaitingStatesTest {

  private static final int DEVICES = 3_000;
  private static final Comparator<DeviceKey> ORDER =
      Comparator.comparing(DeviceKey::tenantId).thenComparing(DeviceKey::deviceId);

  private final WaitingStates waiting = new WaitingStates();
  private final Random random = new Random(1);

  /** Rounds, in each of which more is told while some of the devices are taken out. */
  @Test
  void holdsWhatAMapOfMergedStatesHolds() {
    Map<DeviceKey, DeviceSeen> expected = new HashMap<>();
    for (int round = 0; round < 5; round++) {
      tell(5_000, expected);
      int[] numbers = waiting.order().get();
      int taken = round == 4 ? numbers.length : numbers.length / 2;
      for (int i = 0; i < taken; i++) {
        if (i % 100 == 0) {
          tell(10, expected);
        }
        DeviceSeen seen = waiting.take(numbers[i]);
        assertThat(seen).isEqualTo(expected.remove(seen.key()));
      }
      assertThat(waiting.size()).isEqualTo(expected.size());
    }
    for (int number : waiting.order().get()) {
      DeviceSeen seen = waiting.take(number);
      assertThat(seen).isEqualTo(expected.remove(seen.key()));
    }
    assertThat(expected).isEmpty();
    assertThat(waiting.size()).isZero();
  }

  @Test
  void givesThemInTheOrderOfTheirKeys() {
    Map<DeviceKey, DeviceSeen> expected = new TreeMap<>(ORDER);
    tell(2_000, expected);

    List<DeviceSeen> taken = Arrays.stream(waiting.order().get()).mapToObj(waiting::take).toList();

    assertThat(taken).containsExactlyElementsOf(expected.values());
  }

  private void tell(int times, Map<DeviceKey, DeviceSeen> expected) {
    for (int i = 0; i < times; i++) {
      DeviceSeen seen = seen();
      waiting.add(seen);
      expected.merge(seen.key(), seen, DeviceSeen::merge);
    }
  }

  private DeviceSeen seen() {
    int device = random.nextInt(DEVICES);
    boolean located = random.nextInt(3) > 0;
    return new DeviceSeen(
        new DeviceKey("tenant-" + device % 3, "d" + device),
        "site-" + random.nextInt(3),
        1 + random.nextInt(1_000),
        random.nextInt(1_000),
        random.nextInt(1_000),
        located ? random.nextDouble() : Double.NaN,
        located ? -random.nextDouble() : Double.NaN,
        located ? 1 + random.nextInt(1_000) : 0);
  }
}

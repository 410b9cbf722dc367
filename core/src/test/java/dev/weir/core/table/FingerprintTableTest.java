package dev.weir.core.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTableTest {

  private static final int STEPS = 20_000;

  private final FingerprintTable table = new FingerprintTable(2);

  /** Few places in the index for many names: chains that wrap around its end, and are torn open. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40, 100_000})
  void holdsWhatAMapHolds(int homes) {
    Random random = new Random(homes);
    Map<Fingerprint, Integer> numbers = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      boolean growing = step < STEPS / 4 || step % 2_000 < 1_000;
      Fingerprint name = name(random.nextInt(300), homes);
      Integer number = numbers.get(name);
      if (number == null && growing) {
        int added = table.add(name);
        assertThat(numbers.values()).doesNotContain(added);
        numbers.put(name, added);
        table.set(added, 0, name.low());
        table.set(added, 1, -name.low());
      } else if (number != null && random.nextInt(growing ? 4 : 1) == 0) {
        table.remove(number);
        numbers.remove(name);
        assertThat(table.isUsed(number)).isFalse();
        assertThat(table.find(name)).isNegative();
      }
      if (step % 100 == 0) {
        assertHolds(numbers);
      }
    }
    assertThat(table.bound()).as("numbers are given again").isLessThanOrEqualTo(300);
  }

  @Test
  void aMillionRowsTakeLittleMoreThanTheirLongs() {
    for (int i = 0; i < 1_000_000; i++) {
      table.set(table.add(name(i, 1 << 30)), 0, i);
    }

    assertThat(table.bytes()).isBetween(36_000_000L, 41_000_000L);
    for (int i = 0; i < 1_000_000; i += 999) {
      assertThat(table.get(table.find(name(i, 1 << 30)), 0)).isEqualTo(i);
    }
  }

  @Test
  void namesAreToldApartByWhereTheirPartsEnd() {
    NameHash names = new NameHash();
    List<Fingerprint> all =
        new ArrayList<>(
            List.of(
                names.of(""),
                names.of("", ""),
                names.of("ab"),
                names.of("ab", ""),
                names.of("", "ab"),
                names.of("a", "b")));
    for (int i = 0; i < 1_000; i++) {
      all.add(names.of("tenant", "device-" + i));
      all.add(names.of("tenant-" + i));
    }

    assertThat(all).doesNotHaveDuplicates();
    assertThat(names.of("tenant", "device-7")).isEqualTo(all.get(all.size() - 2 * 993));
    assertThat(new NameHash().of("ab")).as("of another key").isNotEqualTo(names.of("ab"));
  }

  private void assertHolds(Map<Fingerprint, Integer> numbers) {
    assertThat(table.size()).isEqualTo(numbers.size());
    numbers.forEach((name, number) -> {
      assertThat(table.find(name)).isEqualTo(number);
      assertThat(table.name(number)).isEqualTo(name);
      assertThat(table.get(number, 0)).isEqualTo(name.low());
      assertThat(table.get(number, 1)).isEqualTo(-name.low());
    });
    Set<Integer> used = new HashSet<>();
    for (int number = 0; number < table.bound(); number++) {
      if (table.isUsed(number)) {
        used.add(number);
      }
    }
    assertThat(used).isEqualTo(new HashSet<>(numbers.values()));
  }

  /** Names have so many different upper halves, spread over the index up to its very end. */
  private static Fingerprint name(int i, int homes) {
    long home = homes == 1 ? -1 : i % homes * 0x9E3779B97F4A7C15L;
    return new Fingerprint(home, i + 1);
  }
}

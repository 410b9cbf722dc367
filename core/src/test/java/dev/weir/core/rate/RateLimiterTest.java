package dev.weir.core.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Topic;
import dev.weir.core.rate.RateLimiter.Outcome;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {

  private static final Topic DEVICE = new Topic("t1", "d1", "telemetry");
  private static final long START = 1_768_478_400_123_456_789L;
  private static final long SECOND = 1_000_000_000L;
  private static final SettingsSnapshot DEFAULTS = SettingsSnapshot.DEFAULTS;

  /** When the n-th message of a device arrives, nanoseconds after the first, over a minute. */
  enum Pattern {
    EXACTLY_THE_RATE,
    A_NANOSECOND_TOO_EARLY,
    A_NANOSECOND_TOO_LATE,
    TWICE_THE_RATE,
    HUNDREDFOLD,
    ALL_AT_ONCE,
    BURSTS_OF_FIFTY,
    THIRDS,
    STEPPING_BACK,
    RANDOM;

    private long arrival(long n) {
      return switch (this) {
        case EXACTLY_THE_RATE -> n * SECOND / 5;
        case A_NANOSECOND_TOO_EARLY -> n * (SECOND / 5 - 1);
        case A_NANOSECOND_TOO_LATE -> n * (SECOND / 5 + 1);
        case TWICE_THE_RATE -> n * SECOND / 10;
        case HUNDREDFOLD -> n * SECOND / 500;
        case ALL_AT_ONCE -> 0;
        case BURSTS_OF_FIFTY -> n / 50 * 10 * SECOND;
        case THIRDS -> n * SECOND / 3;
        case STEPPING_BACK -> n * SECOND / 20 - (n % 7 == 0 ? 3 * SECOND : 0);
        case RANDOM -> new Random(n).nextLong(SECOND) + n * SECOND / 17;
      };
    }

    List<Long> arrivals() {
      return LongStream.range(0, 1_000_000)
          .map(this::arrival)
          .takeWhile(nanos -> nanos < 60 * SECOND)
          .limit(30_000)
          .boxed()
          .toList();
    }
  }

  /** The bucket as it is defined, in decimals of any length. */
  private static final class Reference {

    private final BigDecimal rate;
    private final BigDecimal burst;
    private BigDecimal level;
    private long last = Long.MIN_VALUE;

    Reference(double rate, double burst) {
      this.rate = BigDecimal.valueOf(rate);
      this.burst = BigDecimal.valueOf(burst);
      level = this.burst;
    }

    boolean take(long nanos) {
      long elapsed = last == Long.MIN_VALUE ? 0 : Math.max(0, nanos - last);
      last = Math.max(last, nanos);
      level = level.add(rate.multiply(BigDecimal.valueOf(elapsed, 9))).min(burst);
      boolean granted = level.compareTo(BigDecimal.ONE) >= 0;
      level = granted ? level.subtract(BigDecimal.ONE) : level;
      return granted;
    }
  }

  @ParameterizedTest
  @EnumSource(Pattern.class)
  void grantsExactlyWhatTheBucketHolds(Pattern pattern) {
    for (double[] limit : new double[][] {{5, 20}, {0.1, 3}, {7.125, 1}, {333.333, 500.5}}) {
      Settings settings = limited(limit[0], limit[1], 0, 1);
      RateLimiter limiter = limiter(1);
      Reference reference = new Reference(limit[0], limit[1]);
      List<Integer> expected = new ArrayList<>();
      List<Integer> granted = new ArrayList<>();
      List<Long> arrivals = pattern.arrivals();
      for (int i = 0; i < arrivals.size(); i++) {
        long nanos = START + arrivals.get(i);
        if (reference.take(nanos)) {
          expected.add(i);
        }
        if (limiter.take(DEVICE, nanos, settings) == Outcome.GRANTED) {
          granted.add(i);
        }
        if (i % 97 == 0) {
          limiter.commit(DEFAULTS);
        }
      }
      assertThat(granted).as("%s at %s/s", pattern, limit[0]).isEqualTo(expected);
    }
  }

  @Test
  void devicesDoNotShareABucket() {
    RateLimiter limiter = limiter(1);
    for (String device : List.of("d1", "d2", "1d", "d")) {
      for (String tenant : List.of("t1", "t", "t1d")) {
        assertThat(granted(limiter, new Topic(tenant, device, "telemetry"), 30, DEFAULTS.global()))
            .isEqualTo(20);
      }
    }
    assertThat(limiter.size()).isEqualTo(12);
    assertThat(granted(limiter, new Topic("t1", "d1", "heartbeat"), 5, DEFAULTS.global()))
        .as("a device has one bucket for all its messages")
        .isZero();
  }

  @Test
  void whatIsNotCommittedIsTakenBack() {
    RateLimiter limiter = limiter(1);
    assertThat(granted(limiter, DEVICE, 15, DEFAULTS.global())).isEqualTo(15);
    limiter.commit(DEFAULTS);
    for (int attempt = 0; attempt < 3; attempt++) {
      Topic other = new Topic("t1", "other", "telemetry");
      assertThat(granted(limiter, DEVICE, 10, DEFAULTS.global())).isEqualTo(5);
      assertThat(granted(limiter, other, 30, DEFAULTS.global())).isEqualTo(20);
      limiter.rollback();
    }
    assertThat(granted(limiter, DEVICE, 10, DEFAULTS.global())).isEqualTo(5);
  }

  /** Made-up names are tried and refused elsewhere: they must not take room. */
  @Test
  void whatIsTakenBackLeavesNothingBehind() {
    RateLimiter limiter = limiter(1);
    Random random = new Random(3);
    Set<Integer> kept = new HashSet<>();
    for (int batch = 0; batch < 400; batch++) {
      List<Integer> names = random.ints(50, 0, 4_000).boxed().toList();
      for (int name : names) {
        limiter.take(new Topic("t1", "d" + name, "telemetry"), START, DEFAULTS.global());
      }
      if (batch % 4 == 0) {
        limiter.commit(DEFAULTS);
        kept.addAll(names);
      } else {
        limiter.rollback();
      }
      assertThat(limiter.size()).isEqualTo(kept.size());
    }
    for (int name = 0; name < 4_000; name++) {
      Topic device = new Topic("t1", "d" + name, "telemetry");
      assertThat(granted(limiter, device, 21, DEFAULTS.global()) < 20)
          .isEqualTo(kept.contains(name));
    }
  }

  @Test
  void aChangedRateHoldsFromTheNextMessageOn() {
    RateLimiter limiter = limiter(1);
    assertThat(granted(limiter, DEVICE, 30, limited(5, 20, 0, 1))).isEqualTo(20);
    Settings faster = limited(1_000, 20, 0, 1);
    assertThat(limiter.take(DEVICE, START + 900_000, faster)).isEqualTo(Outcome.DEVICE_LIMITED);
    assertThat(limiter.take(DEVICE, START + 1_000_000, faster)).isEqualTo(Outcome.GRANTED);
    assertThat(granted(limiter, DEVICE, 30, START + 10 * SECOND, limited(1_000, 7, 0, 1)))
        .as("a smaller burst cuts what is there")
        .isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aTenantsLimitIsSharedEvenlyByItsStreams(int shares) {
    RateLimiter limiter = limiter(shares);
    Settings settings = limited(1_000, 1_000, 40, 100);
    int granted = 0;
    for (int i = 0; i < 200; i++) {
      Topic device = new Topic("t1", "d" + i, "telemetry");
      granted += limiter.take(device, START, settings) == Outcome.GRANTED ? 1 : 0;
    }
    assertThat(granted).isEqualTo(100 / shares);
    assertThat(limiter.take(DEVICE, START, settings)).isEqualTo(Outcome.TENANT_LIMITED);
    assertThat(limiter.take(new Topic("t2", "d1", "telemetry"), START, settings))
        .isEqualTo(Outcome.GRANTED);
    assertThat(granted(limiter, DEVICE, 60, START + SECOND, settings)).isEqualTo(40 / shares);
  }

  @Test
  void whatTheTenantRefusesCostsTheDeviceNothing() {
    RateLimiter limiter = limiter(1);
    Settings settings = limited(0.001, 3, 1_000, 2);
    assertThat(granted(limiter, DEVICE, 5, settings)).isEqualTo(2);
    assertThat(granted(limiter, DEVICE, 5, START + SECOND, settings)).isEqualTo(1);
  }

  @Test
  void onlyFullBucketsGo() {
    RateLimiter limiter = limiter(1);
    Settings slow = limited(0.01, 10, 0, 1);
    SettingsSnapshot snapshot = new SettingsSnapshot(limited(5, 20, 0, 1), Map.of("slow", slow));
    for (int i = 0; i < 1_000; i++) {
      limiter.take(new Topic("t1", "d" + i, "telemetry"), START, snapshot.global());
    }
    Topic empty = new Topic("slow", "d1", "telemetry");
    assertThat(granted(limiter, empty, 20, START, slow)).isEqualTo(10);
    limiter.commit(snapshot);
    assertThat(limiter.size()).isEqualTo(1_001);

    // past the time to live of an hour, but the slow tenant's bucket takes 1,000 s more to fill
    limiter.take(DEVICE, START + 999 * SECOND, snapshot.global());
    limiter.commit(snapshot);
    assertThat(limiter.size()).isEqualTo(1_001);
    assertThat(limiter.take(empty, START + 99 * SECOND, slow)).isEqualTo(Outcome.DEVICE_LIMITED);
    limiter.take(DEVICE, START + 3_700 * SECOND, snapshot.global());
    limiter.commit(snapshot);
    assertThat(limiter.size()).isEqualTo(1);
    assertThat(granted(limiter, empty, 20, START + 3_700 * SECOND, slow)).isEqualTo(10);
  }

  @Test
  void aMillionDevicesTakeLittleRoom() {
    RateLimiter limiter = limiter(1);
    for (int i = 0; i < 1_000_000; i++) {
      Topic device = new Topic("t1", "d" + i, "telemetry");
      assertThat(limiter.take(device, START, DEFAULTS.global())).isEqualTo(Outcome.GRANTED);
      if (i % 10_000 == 0) {
        limiter.commit(DEFAULTS);
      }
    }
    assertThat(limiter.size()).isEqualTo(1_000_000);
    assertThat(limiter.bytes()).isLessThan(42_000_000);
  }

  private static int granted(RateLimiter limiter, Topic topic, int messages, Settings settings) {
    return granted(limiter, topic, messages, START, settings);
  }

  private static int granted(
      RateLimiter limiter, Topic topic, int messages, long nanos, Settings settings) {
    int granted = 0;
    for (int i = 0; i < messages; i++) {
      granted += limiter.take(topic, nanos, settings) == Outcome.GRANTED ? 1 : 0;
    }
    return granted;
  }

  private static RateLimiter limiter(int shares) {
    return new RateLimiter(Duration.ofHours(1), Duration.ofMinutes(5), () -> shares);
  }

  private static Settings limited(
      double rate, double burst, double tenantRate, double tenantBurst) {
    return new Settings(
        rate, burst, tenantRate, tenantBurst, 8_192, 50, 128, 300, 2_592_000, true, 1_000);
  }
}

package dev.weir.core.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Topic;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tokens that come back, and what is left of a limit. */
class GiveBackTest {

  private static final Topic DEVICE = new Topic("t1", "d1", "telemetry");
  private static final Settings SETTINGS = SettingsSnapshot.DEFAULTS.global();
  private static final long SECOND = 1_000_000_000L;

  private final RateLimiter limiter =
      new RateLimiter(Duration.ofHours(1), Duration.ofMinutes(5), () -> 1);

  @Test
  void aFreshDeviceHasItsBurst() {
    assertThat(limiter.allowance(DEVICE, 0, SETTINGS)).isEqualTo(new Allowance(20, 0, 0));
    assertThat(limiter.size()).isZero();
  }

  @Test
  void anEmptyBucketSaysWhenTheNextMayCome() {
    for (int i = 0; i < 20; i++) {
      limiter.take(DEVICE, 0, SETTINGS);
    }

    assertThat(limiter.allowance(DEVICE, 0, SETTINGS))
        .isEqualTo(new Allowance(0, SECOND / 5, 4 * SECOND));
    assertThat(limiter.take(DEVICE, SECOND / 5 - 1, SETTINGS))
        .isEqualTo(RateLimiter.Outcome.DEVICE_LIMITED);
    assertThat(limiter.take(DEVICE, SECOND / 5, SETTINGS)).isEqualTo(RateLimiter.Outcome.GRANTED);
  }

  /** Whatever is taken and given back at the same time leaves all as it was. */
  @Test
  void givingBackRestores() {
    Random random = new Random(1);
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextLong(SECOND / 2);
      Allowance before = limiter.allowance(DEVICE, now, SETTINGS);
      boolean granted = limiter.take(DEVICE, now, SETTINGS) == RateLimiter.Outcome.GRANTED;
      assertThat(granted).isEqualTo(before.remaining() > 0);
      if (granted && random.nextInt(3) > 0) {
        assertThat(limiter.allowance(DEVICE, now, SETTINGS).remaining())
            .isEqualTo(before.remaining() - 1);
        limiter.giveBack(DEVICE, now, SETTINGS);
        assertThat(limiter.allowance(DEVICE, now, SETTINGS)).isEqualTo(before);
      }
      limiter.commit(SettingsSnapshot.DEFAULTS);
    }
  }

  @Test
  void neverMoreThanTheBurst() {
    limiter.giveBack(DEVICE, 0, SETTINGS);
    assertThat(limiter.size()).as("a device that was never charged").isZero();
    limiter.take(DEVICE, 0, SETTINGS);
    limiter.giveBack(DEVICE, 10 * SECOND, SETTINGS);
    limiter.giveBack(DEVICE, 10 * SECOND, SETTINGS);

    assertThat(limiter.allowance(DEVICE, 10 * SECOND, SETTINGS).remaining()).isEqualTo(20);
  }

  @Test
  void theLongerOfBothWaitsCounts() {
    Settings limited = new Settings(5, 20, 0.5, 1, 8_192, 50, 128, 300, 2_592_000, true, 1_000);
    assertThat(limiter.nanosToNext(DEVICE, 0, limited)).isZero();
    limiter.take(DEVICE, 0, limited);

    assertThat(limiter.allowance(DEVICE, 0, limited).nanosToNext()).isZero();
    assertThat(limiter.nanosToNext(DEVICE, 0, limited)).isPositive();
    assertThat(limiter.nanosToNext(DEVICE, 0, SETTINGS)).as("tenants are not limited").isZero();
  }
}

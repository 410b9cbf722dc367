package dev.weir.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the defaults, 5 messages a second and 20 at once, with 10 devices. */
class RateWarningTest {

  private static final Fleet FLEET = new Fleet(1, "acme", 2, 10);

  @ParameterizedTest
  @CsvSource({
    // messages a second, messages, seconds
    "50, 0, 3600",
    "50, 1000000, 0",
    "0, 200, 0",
    "1000, 200, 0",
    // the burst and what is gained meanwhile: 20 + 5 × 20
    "60, 0, 20",
    "60, 1200, 0",
  })
  void whatTheLimitsLetInIsNoReasonToWarn(double rate, long messages, long seconds) {
    assertThat(RateWarning.of(plan(rate, messages, seconds), FLEET, SettingsSnapshot.DEFAULTS))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "50.1, 0, 3600, '5.01 messages a second and device', RATE_LIMIT_RPS (5), RATE_LIMIT_RPS 6",
    "60, 0, 21, '6 messages a second and device', RATE_LIMIT_RPS (5), RATE_LIMIT_RPS 6",
    "2000, 201, 0, '200 messages a second and device', RATE_LIMIT_RPS (5), RATE_LIMIT_RPS 200",
    "0, 201, 0, '21 messages a device at once', RATE_LIMIT_BURST (20), RATE_LIMIT_BURST 21",
    "0, 0, 30, 'messages as fast as possible', RATE_LIMIT_RPS (5), RATE_LIMIT_RPS 1000000",
    "10000000, 0, 30, '1000000 messages a second', RATE_LIMIT_RPS (5), RATE_LIMIT_RPS 1000000",
  })
  void whatTheyRefuseIsToldWithTheCommandThatRaisesThem(
      double rate, long messages, long seconds, String sent, String limit, String raise) {
    assertThat(RateWarning.of(plan(rate, messages, seconds), FLEET, SettingsSnapshot.DEFAULTS))
        .startsWith(sent)
        .contains("more than " + limit)
        .endsWith("./weir settings set " + raise)
        .doesNotContain("\n");
  }

  @Test
  void aTenantsOwnLimitIsItsOwnToRaise() {
    SettingsSnapshot strict =
        new SettingsSnapshot(generous(), Map.of("acme-2", Settings.DEFAULTS, "other", tight()));

    assertThat(RateWarning.of(plan(60, 0, 3_600), FLEET, strict))
        .contains("RATE_LIMIT_RPS (5 for tenant acme-2)")
        .endsWith("./weir settings set RATE_LIMIT_RPS 6 --tenant acme-2");
    assertThat(RateWarning.of(plan(60, 0, 3_600), new Fleet(1, "acme", 1, 10), strict)).isNull();
  }

  private static SimulationPlan plan(double rate, long messages, long seconds) {
    return new SimulationPlan(rate, messages, Duration.ofSeconds(seconds), Duration.ZERO);
  }

  private static Settings generous() {
    return limits(1_000_000);
  }

  private static Settings tight() {
    return limits(0.5);
  }

  private static Settings limits(double rate) {
    return new Settings(rate, rate, 0, 1_000, 8_192, 50, 128, 300, 2_592_000, true, 1_000);
  }
}

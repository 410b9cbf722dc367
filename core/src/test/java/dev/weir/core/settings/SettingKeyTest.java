package dev.weir.core.settings;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingKeyTest {

  /** Least and greatest, and the nearest values outside. */
  @ParameterizedTest
  @CsvSource({
    "RATE_LIMIT_RPS, 0.001, 1000000, 0.00099, 1000000.001",
    "RATE_LIMIT_BURST, 0.001, 1000000, 0, 1000001",
    "TENANT_RATE_LIMIT_RPS, 0, 1000000, -1, 1000000.001",
    "TENANT_RATE_LIMIT_BURST, 0.001, 1000000, 0.0009, 1000001",
    "MAX_PAYLOAD_BYTES, 1, 1000000, 0, 1000001",
    "MAX_METRICS, 1, 1000000, 0, 1000001",
    "MAX_METRIC_KEY_LENGTH, 1, 1000000, 0, 1000001",
    "MAX_FUTURE_SECONDS, 0, 3155760000, -1, 3155760001",
    "MAX_AGE_SECONDS, 0, 3155760000, -1, 3155760001",
    "STORE_REJECTS, 0, 1, -1, 2",
    "MAX_STORED_REJECTS_PER_MINUTE, 0, 1000000, -1, 1000001",
  })
  void boundsAreIncluded(SettingKey key, String min, String max, String below, String above) {
    assertThat(key.parse(min)).isEqualByComparingTo(min);
    assertThat(key.parse(max)).isEqualByComparingTo(max);
    assertThat(key.parse(below)).isNull();
    assertThat(key.parse(above)).isNull();
    assertThat(key.bounds()).contains(min).contains(max);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5",
    "' 5 ', 5",
    "005, 5",
    "5.0, 5",
    "0.5, 0.5",
    "5.25, 5.25",
    "999999.999, 999999.999"
  })
  void readsDecimalNumbers(String text, String value) {
    assertThat(SettingKey.RATE_LIMIT_RPS.parse(text)).isEqualByComparingTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "5.",
        ".5",
        "+5",
        "-5",
        "1e3",
        "1E3",
        "5 000",
        "5,5",
        "0x5",
        "NaN",
        "five",
        "5s",
        "٥",
        "５",
        "5\u0000",
        "1\n2",
        "000000000000000000000000000000005"
      })
  void refusesAnythingElse(String text) {
    assertThat(SettingKey.RATE_LIMIT_RPS.parse(text)).isNull();
    assertThat(SettingKey.MAX_METRICS.parse(text)).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = ".*RATE_LIMIT_.*", mode = EnumSource.Mode.MATCH_NONE)
  void countsAreWhole(SettingKey key) {
    assertThat(key.parse("1.0")).isEqualByComparingTo("1");
    assertThat(key.parse("0.5")).isNull();
    assertThat(key.bounds()).startsWith("a whole number");
  }

  @ParameterizedTest
  @EnumSource
  void defaultsAreValidAndNamed(SettingKey key) {
    assertThat(key.parse(key.defaultValue().toPlainString())).isEqualTo(key.defaultValue());
    assertThat(SettingKey.byName(key.name())).isEqualTo(key);
    assertThat(key.meaning()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "max_metrics", "MAX_METRICS ", "MAX"})
  void otherNamesAreNone(String name) {
    assertThat(SettingKey.byName(name)).isNull();
  }

  @Test
  void theDefaultSettingsAreThoseOfTheKeys() {
    Settings settings = Settings.DEFAULTS;

    assertThat(
            Map.ofEntries(
                entry(SettingKey.RATE_LIMIT_RPS, settings.rateLimitRps()),
                entry(SettingKey.RATE_LIMIT_BURST, settings.rateLimitBurst()),
                entry(SettingKey.TENANT_RATE_LIMIT_RPS, settings.tenantRateLimitRps()),
                entry(SettingKey.TENANT_RATE_LIMIT_BURST, settings.tenantRateLimitBurst()),
                entry(SettingKey.MAX_PAYLOAD_BYTES, (double) settings.maxPayloadBytes()),
                entry(SettingKey.MAX_METRICS, (double) settings.maxMetrics()),
                entry(SettingKey.MAX_METRIC_KEY_LENGTH, (double) settings.maxMetricKeyLength()),
                entry(SettingKey.MAX_FUTURE_SECONDS, (double) settings.maxFutureSeconds()),
                entry(SettingKey.MAX_AGE_SECONDS, (double) settings.maxAgeSeconds()),
                entry(SettingKey.STORE_REJECTS, settings.storeRejects() ? 1.0 : 0.0),
                entry(
                    SettingKey.MAX_STORED_REJECTS_PER_MINUTE,
                    (double) settings.maxStoredRejectsPerMinute())))
        .hasSize(SettingKey.values().length)
        .allSatisfy((key, value) ->
            assertThat(BigDecimal.valueOf(value)).isEqualByComparingTo(key.defaultValue()));
  }

  @Test
  void aTenantsOwnSettingsGoBeforeThoseForEverybody() {
    Settings own = new Settings(1, 1, 1, 1, 1, 1, 1, 1, 1, false, 1);
    SettingsSnapshot snapshot = new SettingsSnapshot(Settings.DEFAULTS, Map.of("t1", own));

    assertThat(snapshot.of("t1")).isSameAs(own);
    assertThat(snapshot.of("t2")).isSameAs(Settings.DEFAULTS);
    assertThat(snapshot.of(null)).isSameAs(Settings.DEFAULTS);
  }
}

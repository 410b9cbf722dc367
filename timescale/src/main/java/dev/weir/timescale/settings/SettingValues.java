package dev.weir.timescale.settings;

import dev.weir.core.settings.SettingKey;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Lays values over each other: defaults, then everybody's, then a tenant's. */
final class SettingValues {

  private SettingValues() {}

  static SettingsSnapshot snapshot(
      Map<SettingKey, BigDecimal> global, Map<String, Map<SettingKey, BigDecimal>> overrides) {
    Map<String, Settings> byTenant = HashMap.newHashMap(overrides.size());
    overrides.forEach((tenant, values) -> {
      Map<SettingKey, BigDecimal> all = new EnumMap<>(SettingKey.class);
      all.putAll(global);
      all.putAll(values);
      byTenant.put(tenant, settings(all));
    });
    return new SettingsSnapshot(settings(global), byTenant);
  }

  private static Settings settings(Map<SettingKey, BigDecimal> values) {
    return new Settings(
        of(values, SettingKey.RATE_LIMIT_RPS).doubleValue(),
        of(values, SettingKey.RATE_LIMIT_BURST).doubleValue(),
        of(values, SettingKey.TENANT_RATE_LIMIT_RPS).doubleValue(),
        of(values, SettingKey.TENANT_RATE_LIMIT_BURST).doubleValue(),
        of(values, SettingKey.MAX_PAYLOAD_BYTES).intValue(),
        of(values, SettingKey.MAX_METRICS).intValue(),
        of(values, SettingKey.MAX_METRIC_KEY_LENGTH).intValue(),
        of(values, SettingKey.MAX_FUTURE_SECONDS).longValue(),
        of(values, SettingKey.MAX_AGE_SECONDS).longValue(),
        of(values, SettingKey.STORE_REJECTS).signum() > 0,
        of(values, SettingKey.MAX_STORED_REJECTS_PER_MINUTE).intValue());
  }

  private static BigDecimal of(Map<SettingKey, BigDecimal> values, SettingKey key) {
    return values.getOrDefault(key, key.defaultValue());
  }
}

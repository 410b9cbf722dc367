package dev.weir.timescale.settings;

import dev.weir.core.settings.SettingKey;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.timescale.database.Database;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the live settings. A value that is none keeps the one before it in force, the default where
 * there was none; it is told once, and again only when its text changes. One thread at a time.
 */
public final class SettingsStore {

  private static final Logger LOG = LoggerFactory.getLogger(SettingsStore.class);

  /**
   * Where a value stands.
   *
   * @param tenantId null for everybody's
   */
  private record Place(@Nullable String tenantId, String key) {

    static Place of(SettingRow row) {
      return new Place(row.tenantId(), row.name());
    }
  }

  private final Database database;
  private Map<Place, BigDecimal> lastGood = Map.of();
  private Map<Place, String> told = Map.of();

  public SettingsStore(Database database) {
    this.database = database;
  }

  /**
   * The settings as they stand now.
   *
   * @throws dev.weir.core.store.StoreException where the database cannot be asked
   */
  public SettingsSnapshot read() {
    List<SettingRow> rows = database.query("reading the settings", SettingRow::readAll);
    Map<Place, BigDecimal> good = new HashMap<>();
    Map<Place, String> faulty = new HashMap<>();
    for (SettingRow row : rows) {
      judge(row, good, faulty);
    }
    lastGood = good;
    told = faulty;
    return snapshot(good);
  }

  private void judge(SettingRow row, Map<Place, BigDecimal> good, Map<Place, String> faulty) {
    Place place = Place.of(row);
    BigDecimal value = row.value();
    if (value != null) {
      good.put(place, value);
      return;
    }
    BigDecimal before = lastGood.get(place);
    if (before != null) {
      good.put(place, before);
    }
    SettingKey key = row.key();
    // An unknown key is told once, whatever its value: this program does not know what it means.
    String fault = key == null ? "" : row.text();
    faulty.put(place, fault);
    if (!fault.equals(told.get(place))) {
      tell(row, key, before);
    }
  }

  private static void tell(SettingRow row, @Nullable SettingKey key, @Nullable BigDecimal before) {
    String whose = row.tenantId() == null ? "" : " of tenant " + row.tenantId();
    if (key == null) {
      LOG.warn("setting {}{} is unknown, and ignored", row.printableName(), whose);
      return;
    }
    LOG.warn(
        "setting {}{} is \"{}\", but must be {}: {} stays in force",
        key,
        whose,
        row.printableText(),
        key.bounds(),
        Objects.requireNonNullElse(before, "the default"));
  }

  private static SettingsSnapshot snapshot(Map<Place, BigDecimal> good) {
    Map<SettingKey, BigDecimal> global = new EnumMap<>(SettingKey.class);
    Map<String, Map<SettingKey, BigDecimal>> overrides = new HashMap<>();
    good.forEach((place, value) -> {
      SettingKey key = Objects.requireNonNull(SettingKey.byName(place.key()));
      if (place.tenantId() == null) {
        global.put(key, value);
      } else {
        overrides
            .computeIfAbsent(place.tenantId(), t -> new EnumMap<>(SettingKey.class))
            .put(key, value);
      }
    });
    return SettingValues.snapshot(global, overrides);
  }
}

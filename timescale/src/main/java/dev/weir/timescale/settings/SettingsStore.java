package dev.weir.timescale.settings;

import dev.weir.core.settings.SettingKey;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.timescale.database.Database;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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

  /** Logged text is cut: anybody who may write a setting may write a long one. */
  private static final int MAX_LOGGED_CHARS = 64;

  /**
   * Where a value stands.
   *
   * @param tenantId null for everybody's
   */
  private record Place(@Nullable String tenantId, String key) {}

  private record Row(Place place, String text) {}

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
    List<Row> rows = database.query("reading the settings", SettingsStore::readRows);
    Map<Place, BigDecimal> good = new HashMap<>();
    Map<Place, String> faulty = new HashMap<>();
    for (Row row : rows) {
      judge(row, good, faulty);
    }
    lastGood = good;
    told = faulty;
    return snapshot(good);
  }

  private static List<Row> readRows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                """
                select null as tenant_id, key, value from app_settings
                union all
                select tenant_id, key, value from tenant_settings
                """)) {
      List<Row> rows = new ArrayList<>();
      while (result.next()) {
        Place place = new Place(result.getString(1), result.getString(2));
        rows.add(new Row(place, result.getString(3)));
      }
      return rows;
    }
  }

  private void judge(Row row, Map<Place, BigDecimal> good, Map<Place, String> faulty) {
    Place place = row.place();
    SettingKey key = SettingKey.byName(place.key());
    BigDecimal value = key == null ? null : key.parse(row.text());
    if (value != null) {
      good.put(place, value);
      return;
    }
    BigDecimal before = lastGood.get(place);
    if (before != null) {
      good.put(place, before);
    }
    // An unknown key is told once, whatever its value: this program does not know what it means.
    String fault = key == null ? "" : row.text();
    faulty.put(place, fault);
    if (!fault.equals(told.get(place))) {
      tell(row, key, before);
    }
  }

  private static void tell(Row row, @Nullable SettingKey key, @Nullable BigDecimal before) {
    String whose = row.place().tenantId() == null ? "" : " of tenant " + row.place().tenantId();
    if (key == null) {
      LOG.warn("setting {}{} is unknown, and ignored", cut(row.place().key()), whose);
      return;
    }
    LOG.warn(
        "setting {}{} is \"{}\", but must be {}: {} stays in force",
        key,
        whose,
        cut(row.text()),
        key.bounds(),
        Objects.requireNonNullElse(before, "the default"));
  }

  private static String cut(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= MAX_LOGGED_CHARS
        ? printable
        : printable.substring(0, MAX_LOGGED_CHARS) + '…';
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

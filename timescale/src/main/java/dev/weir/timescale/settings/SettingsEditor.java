package dev.weir.timescale.settings;

import dev.weir.core.settings.SettingKey;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.settings.EffectiveSetting.Invalid;
import dev.weir.timescale.settings.EffectiveSetting.Source;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Live settings, for commands. A tenant that is null stands for everybody. Every method throws
 * {@link dev.weir.core.store.StoreException} where the database cannot be asked.
 */
public final class SettingsEditor {

  private static final String SET =
      """
      insert into app_settings (key, value) values (?, ?)
      on conflict (key) do update set value = excluded.value
      """;

  /** The tenant's row is held, so that it cannot be removed and leave its setting behind. */
  private static final String SET_FOR_TENANT =
      """
      insert into tenant_settings (key, value, tenant_id)
      select ?, ?, tenant_id from tenants where tenant_id = ? for share
      on conflict (tenant_id, key) do update set value = excluded.value
      """;

  private static final String UNSET = "delete from app_settings where key = ?";

  private static final String UNSET_FOR_TENANT =
      "delete from tenant_settings where key = ? and tenant_id = ?";

  private final Database database;

  public SettingsEditor(Database database) {
    this.database = database;
  }

  /** Every setting, in the order of the keys. */
  public List<EffectiveSetting> list(@Nullable String tenantId) {
    List<SettingRow> rows = read(tenantId);
    return Arrays.stream(SettingKey.values()).map(key -> effective(key, rows)).toList();
  }

  public EffectiveSetting find(SettingKey key, @Nullable String tenantId) {
    return effective(key, read(tenantId));
  }

  private List<SettingRow> read(@Nullable String tenantId) {
    return database.query(
        "reading the settings", connection -> SettingRow.readFor(connection, tenantId));
  }

  private static EffectiveSetting effective(SettingKey key, List<SettingRow> rows) {
    List<Invalid> passedOver = new ArrayList<>();
    for (Source source : new Source[] {Source.TENANT_SETTINGS, Source.APP_SETTINGS}) {
      SettingRow row = row(key, source, rows);
      BigDecimal value = row == null ? null : row.value();
      if (value != null) {
        return new EffectiveSetting(key, value, source, passedOver);
      }
      if (row != null) {
        passedOver.add(new Invalid(source, row.printableText()));
      }
    }
    return new EffectiveSetting(key, key.defaultValue(), Source.DEFAULT, passedOver);
  }

  private static @Nullable SettingRow row(SettingKey key, Source source, List<SettingRow> rows) {
    for (SettingRow row : rows) {
      boolean ofTenant = row.tenantId() != null;
      if (row.key() == key && ofTenant == (source == Source.TENANT_SETTINGS)) {
        return row;
      }
    }
    return null;
  }

  /**
   * Stores a value.
   *
   * @param value one that {@link SettingKey#parse} gave
   * @return false where there is no such tenant
   */
  public boolean set(SettingKey key, @Nullable String tenantId, BigDecimal value) {
    String text = value.toPlainString();
    return database.query(
            "storing a setting",
            connection ->
                tenantId == null
                    ? update(connection, SET, key.name(), text)
                    : update(connection, SET_FOR_TENANT, key.name(), text, tenantId))
        > 0;
  }

  /** Takes a value back, valid or not; false where none was stored. */
  public boolean unset(SettingKey key, @Nullable String tenantId) {
    return database.query(
            "taking a setting back",
            connection ->
                tenantId == null
                    ? update(connection, UNSET, key.name())
                    : update(connection, UNSET_FOR_TENANT, key.name(), tenantId))
        > 0;
  }

  private static int update(Connection connection, String sql, String... arguments)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        update.setString(i + 1, arguments[i]);
      }
      return update.executeUpdate();
    }
  }
}

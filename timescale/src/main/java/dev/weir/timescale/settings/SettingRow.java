package dev.weir.timescale.settings;

import dev.weir.core.settings.SettingKey;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code app_settings} or {@code tenant_settings}.
 *
 * @param tenantId null for everybody's
 * @param name of the setting, which need not be one
 * @param text the value, which need not be one either
 */
record SettingRow(@Nullable String tenantId, String name, String text) {

  /** Text that is shown is cut: anybody who may write a setting may write a long one. */
  private static final int MAX_SHOWN_CHARS = 64;

  private static final String EVERYBODYS_AND_ALL_TENANTS =
      """
      select null as tenant_id, key, value from app_settings
      union all
      select tenant_id, key, value from tenant_settings
      """;

  private static final String EVERYBODYS_AND_ONE_TENANTS =
      EVERYBODYS_AND_ALL_TENANTS + " where tenant_id = ?";

  static List<SettingRow> readAll(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(EVERYBODYS_AND_ALL_TENANTS)) {
      return read(select);
    }
  }

  /**
   * Those that a tenant's settings are made of.
   *
   * @param tenantId null for everybody's alone
   */
  static List<SettingRow> readFor(Connection connection, @Nullable String tenantId)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(EVERYBODYS_AND_ONE_TENANTS)) {
      select.setString(1, tenantId);
      return read(select);
    }
  }

  private static List<SettingRow> read(PreparedStatement select) throws SQLException {
    List<SettingRow> rows = new ArrayList<>();
    ResultSet result = select.executeQuery();
    while (result.next()) {
      rows.add(new SettingRow(result.getString(1), result.getString(2), result.getString(3)));
    }
    return rows;
  }

  /** Null where there is no such setting. */
  @Nullable SettingKey key() {
    return SettingKey.byName(name);
  }

  /** Null where the text is no value of the setting. */
  @Nullable BigDecimal value() {
    SettingKey key = key();
    return key == null ? null : key.parse(text);
  }

  String printableName() {
    return printable(name);
  }

  String printableText() {
    return printable(text);
  }

  private static String printable(String text) {
    String cut = text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + '…';
    return cut.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }
}

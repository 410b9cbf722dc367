package dev.weir.timescale.admin;

import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tenants, for commands. Every method throws {@link dev.weir.core.store.StoreException} where the
 * database cannot be asked.
 */
public final class TenantStore {

  /** What came of a removal. */
  public enum Removal {
    REMOVED,
    UNKNOWN,
    /** It has devices yet: they would stay behind, ready to send again under a new tenant. */
    HAS_DEVICES
  }

  private static final String SELECT = "select tenant_id, name, status, created_at from tenants";

  private final Database database;

  public TenantStore(Database database) {
    this.database = database;
  }

  /** Adds a tenant; false where it exists, and stays as it is. */
  public boolean add(String tenantId, String name) {
    return database.query(
        "adding a tenant",
        connection ->
            update(
                    connection,
                    "insert into tenants (tenant_id, name) values (?, ?) on conflict do nothing",
                    tenantId,
                    name)
                > 0);
  }

  /** All tenants, sorted by id. */
  public List<Tenant> list() {
    return database.query(
        "listing tenants", connection -> select(connection, SELECT + " order by tenant_id"));
  }

  public Optional<Tenant> find(String tenantId) {
    return database
        .query(
            "reading a tenant",
            connection -> select(connection, SELECT + " where tenant_id = ?", tenantId))
        .stream()
        .findFirst();
  }

  /**
   * Changes a tenant; null leaves a field as it is.
   *
   * @return false where there is no such tenant
   */
  public boolean set(String tenantId, @Nullable String name, @Nullable String status) {
    return database.query(
        "changing a tenant",
        connection ->
            update(
                    connection,
                    """
                    update tenants
                    set name = coalesce(?, name), status = coalesce(?, status), updated_at = now()
                    where tenant_id = ?
                    """,
                    name,
                    status,
                    tenantId)
                > 0);
  }

  /** Removes a tenant without devices, with its settings. Its readings stay. */
  public Removal remove(String tenantId) {
    return database.transaction(
        "removing a tenant",
        connection -> {
          if (!exists(connection, "tenants", tenantId)) {
            return Removal.UNKNOWN;
          }
          if (exists(connection, "device_registry", tenantId)) {
            return Removal.HAS_DEVICES;
          }
          update(connection, "delete from tenant_settings where tenant_id = ?", tenantId);
          update(connection, "delete from tenants where tenant_id = ?", tenantId);
          return Removal.REMOVED;
        });
  }

  private static boolean exists(Connection connection, String table, String tenantId)
      throws SQLException {
    String sql = "select from " + table + " where tenant_id = ? limit 1";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, tenantId);
      return select.executeQuery().next();
    }
  }

  private static List<Tenant> select(Connection connection, String sql, String... arguments)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      bind(select, arguments);
      List<Tenant> tenants = new ArrayList<>();
      ResultSet row = select.executeQuery();
      while (row.next()) {
        tenants.add(
            new Tenant(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant()));
      }
      return tenants;
    }
  }

  private static int update(Connection connection, String sql, @Nullable String... arguments)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      bind(update, arguments);
      return update.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable String... arguments)
      throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setString(i + 1, arguments[i]);
    }
  }
}

package dev.weir.timescale.admin;

import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tenants, for commands. Every method throws {@link dev.weir.core.store.StoreException} where the
 * database cannot be asked.
 */
public final class TenantStore {

  private static final String SELECT = "select tenant_id, name, status, created_at from tenants";

  private static final String SUBSCRIPTIONS =
      "select from subscriptions where tenant_id = ? order by subscription_id";

  private static final String ONE = "select from tenants where tenant_id = ?";

  private final Database database;

  public TenantStore(Database database) {
    this.database = database;
  }

  /** Adds a tenant; false where it exists, and stays as it is. */
  public boolean add(String tenantId, String name) {
    String sql = "insert into tenants (tenant_id, name) values (?, ?) on conflict do nothing";
    return database.query(
        "adding a tenant", connection -> Sql.update(connection, sql, tenantId, name) > 0);
  }

  /** All tenants, sorted by id. */
  public List<Tenant> list() {
    return database.query(
        "listing tenants",
        connection -> Sql.select(connection, SELECT + " order by tenant_id", TenantStore::read));
  }

  public Optional<Tenant> find(String tenantId) {
    String sql = SELECT + " where tenant_id = ?";
    return database
        .query(
            "reading a tenant",
            connection -> Sql.select(connection, sql, TenantStore::read, tenantId))
        .stream()
        .findFirst();
  }

  /**
   * Changes a tenant; null leaves a field as it is.
   *
   * @return false where there is no such tenant
   */
  public boolean set(String tenantId, @Nullable String name, @Nullable String status) {
    String sql =
        """
        update tenants
        set name = coalesce(?, name), status = coalesce(?, status), updated_at = now()
        where tenant_id = ?
        """;
    return database.query(
        "changing a tenant", connection -> Sql.update(connection, sql, name, status, tenantId) > 0);
  }

  /**
   * Removes a tenant without devices, with its subscriptions and settings. Its readings stay. With
   * devices it is kept: they would stay behind, ready to send again under a new tenant.
   */
  public Removal remove(String tenantId) {
    return database.transaction(
        "removing a tenant",
        connection -> {
          if (!Sql.exists(connection, ONE + " for update", tenantId)) {
            return Removal.UNKNOWN;
          }
          // whoever registers devices holds these rows: wait, and then see the devices
          Sql.exists(connection, SUBSCRIPTIONS + " for update", tenantId);
          String devices = "select from device_registry where tenant_id = ? limit 1";
          if (Sql.exists(connection, devices, tenantId)) {
            return Removal.HAS_DEVICES;
          }
          for (String table : List.of("tenant_settings", "subscriptions", "tenants")) {
            Sql.update(connection, "delete from " + table + " where tenant_id = ?", tenantId);
          }
          return Removal.REMOVED;
        });
  }

  /** Keeps a tenant from being removed until the transaction ends; false where there is none. */
  static boolean hold(Connection connection, String tenantId) throws SQLException {
    return Sql.exists(connection, ONE + " for share", tenantId);
  }

  private static Tenant read(ResultSet row) throws SQLException {
    return new Tenant(row.getString(1), row.getString(2), row.getString(3), Sql.instant(row, 4));
  }
}

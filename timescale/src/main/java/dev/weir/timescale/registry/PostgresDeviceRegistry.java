package dev.weir.timescale.registry;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceRegistry;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.admission.Validity;
import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The registry in {@code tenants}, {@code subscriptions}, {@code device_registry} and so on. */
public final class PostgresDeviceRegistry implements DeviceRegistry {

  private static final String TENANTS =
      """
      select k.tenant_id, t.status, s.subscription_id, s.status, %s, %s
      from unnest(?::text[]) k (tenant_id)
      left join lateral (
        select * from tenants x where x.tenant_id = k.tenant_id offset 0) t on true
      left join lateral (
        select * from subscriptions x where x.tenant_id = k.tenant_id offset 0) s on true
      where t.tenant_id is not null or s.tenant_id is not null
      """
          .formatted(Moments.micros("s.term_start"), Moments.micros("s.term_end"));

  private final Database database;
  private final boolean certificates;

  /**
   * A registry.
   *
   * @param certificates whether devices' certificates are looked at
   */
  public PostgresDeviceRegistry(Database database, boolean certificates) {
    this.database = database;
    this.certificates = certificates;
  }

  @Override
  public Map<DeviceKey, Device> findDevices(Collection<DeviceKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    return database.query(
        "looking devices up", connection -> DeviceRows.read(connection, keys, certificates));
  }

  @Override
  public Map<DeviceKey, List<Validity>> findCertificates(Collection<DeviceKey> keys) {
    if (keys.isEmpty() || !certificates) {
      return Map.of();
    }
    return database.query(
        "looking certificates up", connection -> DeviceRows.readCertificates(connection, keys));
  }

  @Override
  public Map<String, TenantAccount> findTenants(Collection<String> tenantIds) {
    if (tenantIds.isEmpty()) {
      return Map.of();
    }
    return database.query("looking tenants up", connection -> readTenants(connection, tenantIds));
  }

  private static Map<String, TenantAccount> readTenants(
      Connection connection, Collection<String> tenantIds) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(TENANTS)) {
      select.setArray(1, connection.createArrayOf("text", tenantIds.toArray()));
      Map<String, AccountRows> accounts = new HashMap<>();
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        accounts.computeIfAbsent(rows.getString(1), id -> new AccountRows()).add(rows);
      }
      Map<String, TenantAccount> found = HashMap.newHashMap(accounts.size());
      accounts.forEach((id, account) -> found.put(id, account.account()));
      return found;
    }
  }
}

package dev.weir.timescale.registry;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceRegistry;
import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The registry in {@code device_registry} and {@code tenants}. */
public final class PostgresDeviceRegistry implements DeviceRegistry {

  private static final int SHA256_HEX_DIGITS = 64;

  /** Equal to no token's hash, for it is too short to be one. */
  private static final byte[] MATCHES_NOTHING = {};

  private static final String DEVICES =
      """
      select r.tenant_id, r.device_id, r.site_id, r.status, t.status, r.provision_token_hash
      from unnest(?::text[], ?::text[]) k (tenant_id, device_id)
      join device_registry r on r.tenant_id = k.tenant_id and r.device_id = k.device_id
      left join tenants t on t.tenant_id = k.tenant_id
      """;

  private static final String TENANTS =
      "select t.tenant_id from unnest(?::text[]) k (tenant_id) join tenants t using (tenant_id)";

  private final Database database;

  public PostgresDeviceRegistry(Database database) {
    this.database = database;
  }

  @Override
  public Map<DeviceKey, Device> findDevices(Collection<DeviceKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    return database.query("looking devices up", connection -> readDevices(connection, keys));
  }

  private static Map<DeviceKey, Device> readDevices(
      Connection connection, Collection<DeviceKey> keys) throws SQLException {
    Object[] tenants = keys.stream().map(DeviceKey::tenantId).toArray();
    Object[] devices = keys.stream().map(DeviceKey::deviceId).toArray();
    try (PreparedStatement select = connection.prepareStatement(DEVICES)) {
      select.setArray(1, connection.createArrayOf("text", tenants));
      select.setArray(2, connection.createArrayOf("text", devices));
      Map<DeviceKey, Device> found = HashMap.newHashMap(keys.size());
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        found.put(
            new DeviceKey(rows.getString(1), rows.getString(2)),
            new Device(
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                tokenHash(rows.getString(6))));
      }
      return found;
    }
  }

  @Override
  public Set<String> findTenants(Collection<String> tenantIds) {
    if (tenantIds.isEmpty()) {
      return Set.of();
    }
    return database.query(
        "looking tenants up",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(TENANTS)) {
            select.setArray(1, connection.createArrayOf("text", tenantIds.toArray()));
            Set<String> found = new HashSet<>();
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
              found.add(rows.getString(1));
            }
            return found;
          }
        });
  }

  /** What is set but is no SHA-256 is a token that nobody has, not the absence of one. */
  static byte @Nullable [] tokenHash(@Nullable String hex) {
    if (hex == null) {
      return null;
    }
    boolean isHash =
        hex.length() == SHA256_HEX_DIGITS && hex.chars().allMatch(HexFormat::isHexDigit);
    return isHash ? HexFormat.of().parseHex(hex) : MATCHES_NOTHING;
  }
}

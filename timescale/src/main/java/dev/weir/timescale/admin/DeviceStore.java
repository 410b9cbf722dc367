package dev.weir.timescale.admin;

import dev.weir.core.admission.DeviceKey;
import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Devices, for commands. Every method throws {@link dev.weir.core.store.StoreException} where the
 * database cannot be asked.
 */
public final class DeviceStore {

  /** Status of a device that may not send any more. */
  public static final String REVOKED = "REVOKED";

  private static final String SELECT =
      """
      select tenant_id, device_id, site_id, status, provision_token_hash is not null,
        subscription_id, latitude, longitude, location_source, created_at, updated_at
      from device_registry
      """;

  private final Database database;

  public DeviceStore(Database database) {
    this.database = database;
  }

  /**
   * Registers a device.
   *
   * @param siteId null for a device of any site
   * @param tokenHash SHA-256 of its provision token, lower-case hex; null for none yet
   * @return false where it is registered, and stays as it is
   */
  public boolean add(DeviceKey device, @Nullable String siteId, @Nullable String tokenHash) {
    return database.query(
        "registering a device",
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  insert into device_registry (tenant_id, device_id, site_id, provision_token_hash)
                  values (?, ?, ?, ?) on conflict do nothing
                  """)) {
            insert.setString(1, device.tenantId());
            insert.setString(2, device.deviceId());
            insert.setString(3, siteId);
            insert.setString(4, tokenHash);
            return insert.executeUpdate() > 0;
          }
        });
  }

  /**
   * Devices sorted by tenant and device, a page at a time.
   *
   * @param tenantId of one tenant only; null for all
   * @param after the last one of the page before; null for the first page
   * @param limit at most so many
   */
  public List<RegisteredDevice> list(
      @Nullable String tenantId, @Nullable DeviceKey after, int limit) {
    String sql =
        SELECT
            + """
            where (?::text is null or tenant_id = ?) and (tenant_id, device_id) > (?, ?)
            order by tenant_id, device_id limit ?
            """;
    return database.query(
        "listing devices",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, tenantId);
            select.setString(2, tenantId);
            select.setString(3, after == null ? "" : after.tenantId());
            select.setString(4, after == null ? "" : after.deviceId());
            select.setInt(5, limit);
            return read(select);
          }
        });
  }

  public Optional<RegisteredDevice> find(DeviceKey device) {
    return database.query(
        "reading a device",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + " where tenant_id = ? and device_id = ?")) {
            select.setString(1, device.tenantId());
            select.setString(2, device.deviceId());
            return read(select).stream().findFirst();
          }
        });
  }

  /** Changes a device; false where there is no such device. */
  public boolean set(DeviceKey device, DeviceChange change) {
    return database.query(
        "changing a device", connection -> update(connection, device, change) > 0);
  }

  /**
   * Removes a device with its certificates and its last-seen times. Its readings stay.
   *
   * @return false where there is no such device
   */
  public boolean remove(DeviceKey device) {
    return database.transaction(
        "removing a device",
        connection -> {
          for (String table : List.of("device_certificates", "device_state")) {
            delete(connection, table, device);
          }
          return delete(connection, "device_registry", device) > 0;
        });
  }

  private static int delete(Connection connection, String table, DeviceKey device)
      throws SQLException {
    String sql = "delete from " + table + " where tenant_id = ? and device_id = ?";
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setString(1, device.tenantId());
      delete.setString(2, device.deviceId());
      return delete.executeUpdate();
    }
  }

  /** Bars a device from sending; false where there is no such device. */
  public boolean revoke(DeviceKey device) {
    return set(device, DeviceChange.NONE.withStatus(REVOKED));
  }

  private static int update(Connection connection, DeviceKey device, DeviceChange change)
      throws SQLException {
    DeviceChange.Location location = change.location();
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update device_registry
            set site_id = coalesce(?, site_id), status = coalesce(?, status),
              provision_token_hash = coalesce(?, provision_token_hash),
              subscription_id = coalesce(?, subscription_id),
              latitude = coalesce(?, latitude), longitude = coalesce(?, longitude),
              location_source = coalesce(?, location_source), updated_at = now()
            where tenant_id = ? and device_id = ?
            """)) {
      update.setString(1, change.siteId());
      update.setString(2, change.status());
      update.setString(3, change.tokenHash());
      update.setString(4, change.subscriptionId());
      update.setObject(5, location == null ? null : location.latitude(), Types.DOUBLE);
      update.setObject(6, location == null ? null : location.longitude(), Types.DOUBLE);
      update.setString(7, location == null ? null : "manual");
      update.setString(8, device.tenantId());
      update.setString(9, device.deviceId());
      return update.executeUpdate();
    }
  }

  private static List<RegisteredDevice> read(PreparedStatement select) throws SQLException {
    List<RegisteredDevice> devices = new ArrayList<>();
    ResultSet row = select.executeQuery();
    while (row.next()) {
      devices.add(
          new RegisteredDevice(
              row.getString(1),
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getBoolean(5),
              row.getString(6),
              row.getObject(7, Double.class),
              row.getObject(8, Double.class),
              row.getString(9),
              row.getObject(10, OffsetDateTime.class).toInstant(),
              row.getObject(11, OffsetDateTime.class).toInstant()));
    }
    return devices;
  }
}

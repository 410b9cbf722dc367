package dev.weir.timescale.admin;

import dev.weir.core.admission.DeviceKey;
import dev.weir.timescale.admin.DeviceChange.Attachment;
import dev.weir.timescale.admin.DeviceChange.Location;
import dev.weir.timescale.admin.DeviceOutcome.Plain;
import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Devices, for commands. What attaches or detaches one keeps the count of its subscription right in
 * the same transaction. Every method throws {@link dev.weir.core.store.StoreException} where the
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

  private static final String INSERT =
      """
      insert into device_registry
        (tenant_id, device_id, site_id, provision_token_hash, subscription_id)
      values (?, ?, ?, ?, ?) on conflict do nothing
      """;

  private static final String UPDATE =
      """
      update device_registry
      set site_id = coalesce(?, site_id), status = coalesce(?, status),
        provision_token_hash = coalesce(?, provision_token_hash),
        subscription_id = case when ? then ? else subscription_id end,
        latitude = coalesce(?, latitude), longitude = coalesce(?, longitude),
        location_source = coalesce(?, location_source), updated_at = now()
      where tenant_id = ? and device_id = ?
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
   * @param subscriptionId the one it is attached to; null for none
   */
  public DeviceOutcome add(
      DeviceKey device,
      @Nullable String siteId,
      @Nullable String tokenHash,
      @Nullable String subscriptionId) {
    return database.transaction(
        "registering a device",
        connection -> {
          String tenantId = device.tenantId();
          var places = SubscriptionPlaces.lock(connection, tenantId, subscriptionId);
          DeviceOutcome refusal = places.refusal(null, subscriptionId);
          if (refusal != null) {
            return refusal;
          }
          String deviceId = device.deviceId();
          int added =
              Sql.update(connection, INSERT, tenantId, deviceId, siteId, tokenHash, subscriptionId);
          if (added == 0) {
            return Plain.PRESENT;
          }
          places.move(null, subscriptionId);
          return Plain.DONE;
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
        connection ->
            Sql.select(
                connection,
                sql,
                DeviceStore::read,
                tenantId,
                tenantId,
                after == null ? "" : after.tenantId(),
                after == null ? "" : after.deviceId(),
                limit));
  }

  public Optional<RegisteredDevice> find(DeviceKey device) {
    String sql = SELECT + " where tenant_id = ? and device_id = ?";
    return database
        .query(
            "reading a device",
            connection ->
                Sql.select(
                    connection, sql, DeviceStore::read, device.tenantId(), device.deviceId()))
        .stream()
        .findFirst();
  }

  public DeviceOutcome set(DeviceKey device, DeviceChange change) {
    String doing = "changing a device";
    Attachment attachment = change.attachment();
    if (attachment == null) {
      boolean changed = database.query(doing, connection -> update(connection, device, change) > 0);
      return changed ? Plain.DONE : Plain.UNKNOWN;
    }
    return DeviceMove.run(
        database,
        doing,
        device,
        attachment.subscriptionId(),
        connection -> update(connection, device, change));
  }

  /** Bars a device from sending; it keeps its place in a subscription. */
  public boolean revoke(DeviceKey device) {
    return set(device, DeviceChange.NONE.withStatus(REVOKED)) == Plain.DONE;
  }

  /**
   * Removes a device with its certificates and its last-seen times. Its readings stay.
   *
   * @return false where there is no such device
   */
  public boolean remove(DeviceKey device) {
    DeviceOutcome outcome =
        DeviceMove.run(
            database,
            "removing a device",
            device,
            null,
            connection -> {
              for (String table : List.of("device_certificates", "device_state")) {
                delete(connection, table, device);
              }
              return delete(connection, "device_registry", device);
            });
    return outcome == Plain.DONE;
  }

  private static int delete(Connection connection, String table, DeviceKey device)
      throws SQLException {
    String sql = "delete from " + table + " where tenant_id = ? and device_id = ?";
    return Sql.update(connection, sql, device.tenantId(), device.deviceId());
  }

  private static int update(Connection connection, DeviceKey device, DeviceChange change)
      throws SQLException {
    Attachment attachment = change.attachment();
    Location.Manual place = change.location() instanceof Location.Manual manual ? manual : null;
    return Sql.update(
        connection,
        UPDATE,
        change.siteId(),
        change.status(),
        change.tokenHash(),
        attachment != null,
        attachment == null ? null : attachment.subscriptionId(),
        place == null ? null : place.latitude(),
        place == null ? null : place.longitude(),
        source(change.location()),
        device.tenantId(),
        device.deviceId());
  }

  private static @Nullable String source(@Nullable Location location) {
    return switch (location) {
      case null -> null;
      case Location.Manual manual -> "manual";
      case Location.Automatic automatic -> "auto";
    };
  }

  private static RegisteredDevice read(ResultSet row) throws SQLException {
    return new RegisteredDevice(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getBoolean(5),
        row.getString(6),
        row.getObject(7, Double.class),
        row.getObject(8, Double.class),
        row.getString(9),
        Sql.instant(row, 10),
        Sql.instant(row, 11));
  }
}

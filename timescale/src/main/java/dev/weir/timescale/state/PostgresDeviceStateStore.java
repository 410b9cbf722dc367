package dev.weir.timescale.state;

import dev.weir.core.store.DeviceSeen;
import dev.weir.core.store.DeviceStateStore;
import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Last-seen times in {@code device_state}, locations in {@code device_registry}.
 *
 * <p>Rows are locked in key order, those of {@code device_state} before those of {@code
 * device_registry}, by every lane and by the command that removes a device: none of them ever waits
 * for another in a ring. Somebody else's transaction that locks devices in an order of its own is
 * waited for less long than PostgreSQL takes to look for deadlocks, so it is not the one to fail.
 */
public final class PostgresDeviceStateStore implements DeviceStateStore {

  /** Below {@code deadlock_timeout}, which is a second unless somebody changed it. */
  private static final int LOCK_WAIT_MILLIS = 500;

  /**
   * Each row through the index, in the order in which they are asked for: the planner would read
   * all of a table that it believes to be small, and lock its rows as they come.
   */
  private static final String SETTINGS =
      """
      set local lock_timeout = %d;
      set local enable_seqscan = off;
      set local enable_hashjoin = off;
      set local enable_mergejoin = off
      """
          .formatted(LOCK_WAIT_MILLIS);

  /** What is told, as rows of {@code device_state}. */
  private static final String TOLD =
      """
      select a.tenant_id, a.device_id, a.site_id,
        timestamptz 'epoch' + a.seen * interval '1 microsecond' as last_seen_at,
        timestamptz 'epoch' + a.telemetry * interval '1 microsecond' as last_telemetry_at,
        timestamptz 'epoch' + a.heartbeat * interval '1 microsecond' as last_heartbeat_at,
        timestamptz 'epoch' + a.located * interval '1 microsecond' as location_at
      from unnest(?::text[], ?::text[], ?::text[], ?::int8[], ?::int8[], ?::int8[], ?::int8[])
        a (tenant_id, device_id, site_id, seen, telemetry, heartbeat, located)
      """;

  /** A row {@code s} moves to what {@code excluded} tells. */
  private static final String FORWARD =
      """
      set
        site_id = case when s.last_seen_at >= excluded.last_seen_at
          then s.site_id else excluded.site_id end,
        last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at),
        last_telemetry_at = greatest(s.last_telemetry_at, excluded.last_telemetry_at),
        last_heartbeat_at = greatest(s.last_heartbeat_at, excluded.last_heartbeat_at),
        location_at = greatest(s.location_at, excluded.location_at)
      """;

  /** Whether that would change it: a row that stands as it is to stand is not rewritten. */
  private static final String NEWER =
      """
      (s.last_seen_at, s.last_telemetry_at, s.last_heartbeat_at, s.location_at)
        is distinct from (
          greatest(s.last_seen_at, excluded.last_seen_at),
          greatest(s.last_telemetry_at, excluded.last_telemetry_at),
          greatest(s.last_heartbeat_at, excluded.last_heartbeat_at),
          greatest(s.location_at, excluded.location_at))
      """;

  /** Devices that have a row, and news: nearly always all of them. Others stay as they are. */
  private static final String MOVE =
      "update device_state s "
          + FORWARD
          + "from ("
          + TOLD
          + "order by a.tenant_id collate \"C\", a.device_id collate \"C\") excluded"
          + " where s.tenant_id = excluded.tenant_id and s.device_id = excluded.device_id and "
          + NEWER;

  /**
   * The same for all that are registered, whatever they have. Rows that stay are locked until the
   * end all the same.
   */
  private static final String BEGIN_OR_MOVE =
      "insert into device_state as s (tenant_id, device_id, site_id, last_seen_at,"
          + " last_telemetry_at, last_heartbeat_at, location_at) "
          + TOLD
          + "join device_registry r on r.tenant_id = a.tenant_id and r.device_id = a.device_id"
          + " order by r.tenant_id, r.device_id"
          + " on conflict (tenant_id, device_id) do update "
          + FORWARD
          + "where "
          + NEWER;

  /** Where the location that is told is the newest, as the rows locked above say. */
  private static final String LOCATE =
      """
      with moved as (
        select r.tenant_id, r.device_id, a.latitude, a.longitude
        from unnest(?::text[], ?::text[], ?::float8[], ?::float8[], ?::int8[])
          a (tenant_id, device_id, latitude, longitude, located)
        join device_state s on s.tenant_id = a.tenant_id and s.device_id = a.device_id
          and s.location_at = timestamptz 'epoch' + a.located * interval '1 microsecond'
        join device_registry r on r.tenant_id = a.tenant_id and r.device_id = a.device_id
        where r.location_source = 'auto'
          and (r.latitude, r.longitude) is distinct from (a.latitude, a.longitude)
        order by r.tenant_id, r.device_id
        for no key update of r)
      update device_registry r set latitude = moved.latitude, longitude = moved.longitude
      from moved where r.tenant_id = moved.tenant_id and r.device_id = moved.device_id
      """;

  private final Database database;

  public PostgresDeviceStateStore(Database database) {
    this.database = database;
  }

  @Override
  public int write(Collection<DeviceSeen> devices) {
    List<DeviceSeen> located = devices.stream().filter(DeviceSeen::hasLocation).toList();
    return database.transaction(
        "writing device states",
        connection -> {
          prepare(connection);
          Savepoint nothingLocked = connection.setSavepoint();
          int moved = move(connection, MOVE, devices);
          if (moved < devices.size()) {
            connection.rollback(nothingLocked); // rows are locked in one pass, in their order
            moved = move(connection, BEGIN_OR_MOVE, devices);
          }
          if (!located.isEmpty()) {
            locate(connection, located);
          }
          return moved;
        });
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
    }
  }

  private static int move(Connection connection, String sql, Collection<DeviceSeen> devices)
      throws SQLException {
    try (PreparedStatement move = connection.prepareStatement(sql)) {
      bindKeys(connection, move, devices);
      bind(connection, move, 3, "text", devices, DeviceSeen::siteId);
      bind(connection, move, 4, "int8", devices, DeviceSeen::seenMicros);
      bind(connection, move, 5, "int8", devices, d -> orNull(d.telemetryMicros()));
      bind(connection, move, 6, "int8", devices, d -> orNull(d.heartbeatMicros()));
      bind(connection, move, 7, "int8", devices, d -> d.hasLocation() ? d.locationMicros() : null);
      return move.executeUpdate();
    }
  }

  private static void locate(Connection connection, List<DeviceSeen> devices) throws SQLException {
    try (PreparedStatement locate = connection.prepareStatement(LOCATE)) {
      bindKeys(connection, locate, devices);
      bind(connection, locate, 3, "float8", devices, DeviceSeen::latitude);
      bind(connection, locate, 4, "float8", devices, DeviceSeen::longitude);
      bind(connection, locate, 5, "int8", devices, DeviceSeen::locationMicros);
      locate.executeUpdate();
    }
  }

  private static void bindKeys(
      Connection connection, PreparedStatement statement, Collection<DeviceSeen> devices)
      throws SQLException {
    bind(connection, statement, 1, "text", devices, d -> d.key().tenantId());
    bind(connection, statement, 2, "text", devices, d -> d.key().deviceId());
  }

  private static void bind(
      Connection connection,
      PreparedStatement statement,
      int position,
      String type,
      Collection<DeviceSeen> devices,
      Function<DeviceSeen, @Nullable Object> column)
      throws SQLException {
    Object[] values = devices.stream().map(column).toArray();
    statement.setArray(position, connection.createArrayOf(type, values));
  }

  private static @Nullable Long orNull(long micros) {
    return micros == 0 ? null : micros;
  }
}

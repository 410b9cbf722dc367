package dev.weir.timescale.state;

import dev.weir.core.store.DeviceSeen;
import dev.weir.core.store.DeviceStateStore;
import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Device state in {@code device_state}, and the place in {@code device_registry}.
 *
 * <p>The time of a place stands in {@code device_state}, which is rewritten all the time anyway: a
 * device that stays where it is costs the registry nothing. Rows are locked in key order, those of
 * {@code device_state} first, so that two lanes never wait for each other in a ring.
 */
public final class PostgresDeviceStateStore implements DeviceStateStore {

  private static final String LOCK =
      """
      set local lock_timeout = 2000;
      select from device_state s
      join unnest(?::text[], ?::text[]) d (tenant_id, device_id)
        on s.tenant_id = d.tenant_id and s.device_id = d.device_id
      order by s.tenant_id, s.device_id
      for no key update of s
      """;

  private static final String MOVE =
      """
      with moved as (
        select r.tenant_id, r.device_id, d.latitude, d.longitude
        from unnest(?::text[], ?::text[], ?::float8[], ?::float8[], ?::bigint[])
          d (tenant_id, device_id, latitude, longitude, at)
        join device_registry r on r.tenant_id = d.tenant_id and r.device_id = d.device_id
        left join device_state s on s.tenant_id = d.tenant_id and s.device_id = d.device_id
        where r.location_source = 'auto'
          and (r.latitude is distinct from d.latitude or r.longitude is distinct from d.longitude)
          and (s.location_at is null
            or s.location_at <= to_timestamp(0) + d.at * interval '1 microsecond')
        order by r.tenant_id, r.device_id
        for no key update of r)
      update device_registry r set latitude = moved.latitude, longitude = moved.longitude
      from moved where r.tenant_id = moved.tenant_id and r.device_id = moved.device_id
      """;

  private static final String UPSERT =
      """
      insert into device_state as s (tenant_id, device_id, site_id, last_seen_at,
        last_telemetry_at, last_heartbeat_at, location_at)
      select d.tenant_id, d.device_id, d.site_id,
        to_timestamp(0) + d.seen * interval '1 microsecond',
        to_timestamp(0) + d.telemetry * interval '1 microsecond',
        to_timestamp(0) + d.heartbeat * interval '1 microsecond',
        to_timestamp(0) + d.located * interval '1 microsecond'
      from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
          ?::bigint[]) d (tenant_id, device_id, site_id, seen, telemetry, heartbeat, located)
      join device_registry r on r.tenant_id = d.tenant_id and r.device_id = d.device_id
      order by d.tenant_id collate "C", d.device_id collate "C"
      on conflict (tenant_id, device_id) do update set
        site_id = case when s.last_seen_at > excluded.last_seen_at
          then s.site_id else excluded.site_id end,
        last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at),
        last_telemetry_at = greatest(s.last_telemetry_at, excluded.last_telemetry_at),
        last_heartbeat_at = greatest(s.last_heartbeat_at, excluded.last_heartbeat_at),
        location_at = greatest(s.location_at, excluded.location_at)
      where greatest(s.last_seen_at, excluded.last_seen_at) is distinct from s.last_seen_at
        or greatest(s.last_telemetry_at, excluded.last_telemetry_at)
          is distinct from s.last_telemetry_at
        or greatest(s.last_heartbeat_at, excluded.last_heartbeat_at)
          is distinct from s.last_heartbeat_at
        or greatest(s.location_at, excluded.location_at) is distinct from s.location_at
      """;

  private final Database database;

  public PostgresDeviceStateStore(Database database) {
    this.database = database;
  }

  @Override
  public void write(List<DeviceSeen> seen) {
    List<DeviceSeen> located = seen.stream().filter(DeviceSeen::isLocated).toList();
    database.transaction(
        "writing the state of devices",
        connection -> {
          lock(connection, seen);
          if (!located.isEmpty()) {
            move(connection, located);
          }
          return upsert(connection, seen);
        });
  }

  private static void lock(Connection connection, List<DeviceSeen> seen) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LOCK)) {
      bindKeys(select, seen);
      select.execute();
    }
  }

  private static void move(Connection connection, List<DeviceSeen> seen) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(MOVE)) {
      bindKeys(update, seen);
      bind(update, 3, "float8", seen, DeviceSeen::latitude);
      bind(update, 4, "float8", seen, DeviceSeen::longitude);
      bind(update, 5, "int8", seen, DeviceSeen::locationMicros);
      update.executeUpdate();
    }
  }

  private static int upsert(Connection connection, List<DeviceSeen> seen) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(UPSERT)) {
      bindKeys(insert, seen);
      bind(insert, 3, "text", seen, DeviceSeen::siteId);
      bind(insert, 4, "int8", seen, DeviceSeen::seenMicros);
      bind(insert, 5, "int8", seen, one -> orNull(one.telemetryMicros()));
      bind(insert, 6, "int8", seen, one -> orNull(one.heartbeatMicros()));
      bind(insert, 7, "int8", seen, one -> orNull(one.locationMicros()));
      return insert.executeUpdate();
    }
  }

  private static void bindKeys(PreparedStatement statement, List<DeviceSeen> seen)
      throws SQLException {
    bind(statement, 1, "text", seen, one -> one.key().tenantId());
    bind(statement, 2, "text", seen, one -> one.key().deviceId());
  }

  private static void bind(
      PreparedStatement statement,
      int index,
      String type,
      List<DeviceSeen> seen,
      Function<DeviceSeen, @Nullable Object> value)
      throws SQLException {
    Object[] values = seen.stream().map(value).toArray();
    statement.setArray(index, statement.getConnection().createArrayOf(type, values));
  }

  private static @Nullable Long orNull(long micros) {
    return micros == DeviceSeen.NEVER ? null : micros;
  }
}

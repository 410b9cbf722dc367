package dev.weir.timescale.session;

import dev.weir.core.session.SessionGrant;
import dev.weir.core.session.SessionStore;
import dev.weir.timescale.database.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sessions as rows of {@code mqtt_sessions}. */
public final class PostgresSessionStore implements SessionStore {

  /** Who comes at the same moment takes the next. */
  private static final String TAKE_LEFT =
      """
      update mqtt_sessions
      set owner = ?,
          epoch = nextval('mqtt_session_epoch'),
          lease_until = clock_timestamp() + ? * interval '1 millisecond'
      where client_id = (
        select client_id from mqtt_sessions
        where name = ? and (owner is null or lease_until <= clock_timestamp())
        order by number limit 1
        for update skip locked)
      returning client_id, epoch, filters
      """;

  /** Who comes at the same moment and loses gets no row, and tries again. */
  private static final String TAKE_NEW =
      """
      insert into mqtt_sessions (client_id, name, number, owner, lease_until)
      select ? || '-' || number, ?, number, ?, clock_timestamp() + ? * interval '1 millisecond'
      from (
        select coalesce(min(candidate), 0) as number
        from (
          select 0 as candidate
          union
          select number + 1 from mqtt_sessions where name = ?) as candidates
        where not exists (
          select from mqtt_sessions where name = ? and number = candidate)) as lowest
      on conflict do nothing
      returning client_id, epoch, filters
      """;

  /** Without filters it was never subscribed to anything, or is so no more: it holds nothing. */
  private static final String ADOPT =
      """
      update mqtt_sessions
      set owner = ?,
          epoch = nextval('mqtt_session_epoch'),
          lease_until = clock_timestamp() + ? * interval '1 millisecond'
      where client_id = (
        select client_id from mqtt_sessions
        where name = ?
          and owner is distinct from ?
          and filters <> '{}'
          and lease_until <= clock_timestamp() - ? * interval '1 millisecond'
        order by number limit 1
        for update skip locked)
      returning client_id, epoch, filters
      """;

  private static final String ADOPTING = " (adopting)";

  private final Database database;

  public PostgresSessionStore(Database database) {
    this.database = database;
  }

  @Override
  public SessionGrant take(String name, String owner, Duration lease) {
    return database.query(
        "taking an MQTT session",
        connection -> {
          while (true) {
            SessionGrant grant = takeLeft(connection, name, owner, lease);
            if (grant == null) {
              grant = takeNew(connection, name, owner, lease);
            }
            if (grant != null) {
              return grant;
            }
          }
        });
  }

  private static @Nullable SessionGrant takeLeft(
      Connection connection, String name, String owner, Duration lease) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(TAKE_LEFT)) {
      update.setString(1, owner);
      update.setLong(2, lease.toMillis());
      update.setString(3, name);
      return grant(update, owner);
    }
  }

  private static @Nullable SessionGrant takeNew(
      Connection connection, String name, String owner, Duration lease) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(TAKE_NEW)) {
      insert.setString(1, name);
      insert.setString(2, name);
      insert.setString(3, owner);
      insert.setLong(4, lease.toMillis());
      insert.setString(5, name);
      insert.setString(6, name);
      return grant(insert, owner);
    }
  }

  @Override
  public @Nullable SessionGrant adopt(String name, String owner, Duration leftFor, Duration lease) {
    return database.<@Nullable SessionGrant>query(
        "adopting an MQTT session",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(ADOPT)) {
            // not the owner itself: what it did not get to the end of, it may adopt once more
            String adopter = owner + ADOPTING;
            update.setString(1, adopter);
            update.setLong(2, lease.toMillis());
            update.setString(3, name);
            update.setString(4, owner);
            update.setLong(5, leftFor.toMillis());
            return grant(update, adopter);
          }
        });
  }

  @Override
  public boolean renew(SessionGrant grant, Duration lease) {
    return database.query(
        "renewing an MQTT session",
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  update mqtt_sessions
                  set lease_until = clock_timestamp() + ? * interval '1 millisecond'
                  where client_id = ? and owner = ? and epoch = ?
                  """)) {
            update.setLong(1, lease.toMillis());
            update.setString(2, grant.clientId());
            update.setString(3, grant.owner());
            update.setLong(4, grant.epoch());
            return update.executeUpdate() == 1;
          }
        });
  }

  @Override
  public void subscribed(SessionGrant grant, Set<String> filters) {
    database.query(
        "writing down an MQTT subscription",
        connection -> {
          Array array = connection.createArrayOf("text", filters.toArray());
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update mqtt_sessions set filters = ? where client_id = ? and owner = ? and epoch = ?")) {
            update.setArray(1, array);
            update.setString(2, grant.clientId());
            update.setString(3, grant.owner());
            update.setLong(4, grant.epoch());
            return update.executeUpdate();
          } finally {
            array.free();
          }
        });
  }

  @Override
  public void release(SessionGrant grant) {
    execute(
        grant,
        """
        update mqtt_sessions set owner = null, lease_until = clock_timestamp()
        where client_id = ? and owner = ? and epoch = ?
        """);
  }

  @Override
  public void remove(SessionGrant grant) {
    execute(grant, "delete from mqtt_sessions where client_id = ? and owner = ? and epoch = ?");
  }

  private void execute(SessionGrant grant, String sql) {
    database.query(
        "giving an MQTT session back",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, grant.clientId());
            statement.setString(2, grant.owner());
            statement.setLong(3, grant.epoch());
            return statement.executeUpdate();
          }
        });
  }

  private static @Nullable SessionGrant grant(PreparedStatement statement, String owner)
      throws SQLException {
    ResultSet rows = statement.executeQuery();
    if (!rows.next()) {
      return null;
    }
    String[] filters = (String[]) rows.getArray(3).getArray();
    return new SessionGrant(rows.getString(1), owner, rows.getLong(2), Set.of(filters));
  }
}

package dev.weir.timescale.lane;

import dev.weir.core.lane.Checkpoint;
import dev.weir.core.lane.LaneGrant;
import dev.weir.core.store.StoreException;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.database.SqlFailures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a lane whose lease is over, if need be by force.
 *
 * <p>A client that was stopped in the middle of COPY keeps its backend, and the backend the lane's
 * row; no time-out of PostgreSQL's ends it, for to the server it is neither idle nor slow. So a
 * taker waits for the row (to skip it would be to give up), and when the wait is over it ends the
 * backend that holds this very row, and tries again. Ending it needs the same login, or
 * pg_signal_backend.
 */
final class LaneTakeover {

  private static final Logger LOG = LoggerFactory.getLogger(LaneTakeover.class);

  /** Far longer than any takeover holds the row; short against a lease. */
  private static final Duration LOCK_WAIT = Duration.ofMillis(500);

  private static final int ATTEMPTS = 3;

  private final Database database;

  LaneTakeover(Database database) {
    this.database = database;
  }

  static void limitLockWait(Connection connection) throws SQLException {
    try (Statement set = connection.createStatement()) {
      set.execute("set local lock_timeout = " + LOCK_WAIT.toMillis());
    }
  }

  @Nullable LaneGrant take(String stream, String member, Duration lease) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return database.<@Nullable LaneGrant>transaction(
            "taking lane " + stream, connection -> tryTake(connection, stream, member, lease));
      } catch (StoreException e) {
        if (!SqlFailures.LOCK_NOT_AVAILABLE.equals(e.sqlState())) {
          throw e;
        }
      }
      if (!endHolder(stream)) {
        return null;
      }
    }
    return null;
  }

  /** A lane whose lease runs on is passed over without a wait. */
  private static @Nullable LaneGrant tryTake(
      Connection connection, String stream, String member, Duration lease) throws SQLException {
    limitLockWait(connection);
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update ingest_lanes
            set epoch = epoch + 1, owner = ?,
              lease_until = clock_timestamp() + ? * interval '1 millisecond'
            where stream = ? and (owner is null or lease_until <= clock_timestamp())
            returning epoch, last_seq, last_time_ns, stream_created_ns, incarnation
            """)) {
      update.setString(1, member);
      update.setLong(2, lease.toMillis());
      update.setString(3, stream);
      ResultSet row = update.executeQuery();
      if (!row.next()) {
        return null;
      }
      return new LaneGrant(
          stream,
          row.getLong(1),
          new Checkpoint(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
    }
  }

  /**
   * Ends the backend that holds the row of a lane free to take. Its transaction is the row's xmax;
   * a number left behind by a finished one is held by nobody. It must be older than our wait: a
   * younger one is another taker, or the new owner.
   */
  private boolean endHolder(String stream) {
    return database.query(
        "ending the former owner of lane " + stream,
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  select a.pid, pg_terminate_backend(a.pid)
                  from ingest_lanes i
                  join pg_locks x on x.locktype = 'transactionid' and x.transactionid = i.xmax
                    and x.mode = 'ExclusiveLock' and x.granted
                  join pg_stat_activity a on a.pid = x.pid and a.datname = current_database()
                    and a.xact_start < clock_timestamp() - ? * interval '1 millisecond'
                  where i.stream = ? and (i.owner is null or i.lease_until <= clock_timestamp())
                    and exists (
                      select from pg_locks r
                      where r.pid = x.pid and r.relation = 'ingest_lanes'::regclass and r.granted)
                  """)) {
            select.setLong(1, LOCK_WAIT.toMillis() / 2);
            select.setString(2, stream);
            ResultSet rows = select.executeQuery();
            boolean ended = false;
            while (rows.next()) {
              ended |= rows.getBoolean(2);
              LOG.warn(
                  "lane {}: its lease is over, but backend {} still held it: ended",
                  stream,
                  rows.getInt(1));
            }
            return ended;
          }
        });
  }
}

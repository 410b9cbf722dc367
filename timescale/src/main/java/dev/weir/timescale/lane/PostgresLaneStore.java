package dev.weir.timescale.lane;

import dev.weir.core.lane.Checkpoint;
import dev.weir.core.lane.LaneGrant;
import dev.weir.core.lane.LaneStatus;
import dev.weir.core.lane.LaneStore;
import dev.weir.core.lane.LaneTotals;
import dev.weir.timescale.database.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lanes as rows of {@code ingest_lanes}, members as rows of {@code ingest_members}. */
public final class PostgresLaneStore implements LaneStore {

  private final Database database;
  private final LaneMembers members;
  private final LaneTakeover takeover;

  public PostgresLaneStore(Database database) {
    this.database = database;
    this.members = new LaneMembers(database);
    this.takeover = new LaneTakeover(database);
  }

  @Override
  public void addMissing(Collection<String> streams) {
    database.query(
        "adding lanes",
        connection -> {
          // Asks first: a conflict would still use up an incarnation, on every call.
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  insert into ingest_lanes (stream)
                  select s from unnest(?::text[]) s
                  where not exists (select from ingest_lanes l where l.stream = s)
                  order by s
                  on conflict do nothing
                  """)) {
            insert.setArray(1, texts(connection, streams));
            return insert.executeUpdate();
          }
        });
  }

  @Override
  public List<String> heartbeat(String member, Duration lease) {
    return members.heartbeat(member, lease);
  }

  @Override
  public void leave(String member) {
    members.leave(member);
  }

  @Override
  public List<LaneStatus> list() {
    return database.query(
        "listing lanes",
        connection -> {
          // A lease that somebody set by hand may be infinite: cut to a day around now.
          try (Statement select = connection.createStatement();
              ResultSet rows =
                  select.executeQuery(
                      """
                      select stream, epoch, last_seq, owner,
                        (extract(epoch from
                          least(greatest(lease_until, now() - interval '1 day'),
                            now() + interval '1 day') - clock_timestamp()) * 1000)::bigint,
                        stored, quarantined, duplicates, gaps
                      from ingest_lanes order by stream
                      """)) {
            List<LaneStatus> lanes = new ArrayList<>();
            while (rows.next()) {
              lanes.add(status(rows));
            }
            return lanes;
          }
        });
  }

  private static LaneStatus status(ResultSet row) throws SQLException {
    return new LaneStatus(
        row.getString(1),
        row.getLong(2),
        row.getLong(3),
        row.getString(4),
        row.getLong(5),
        new LaneTotals(row.getLong(6), row.getLong(7), row.getLong(8), row.getLong(9)));
  }

  @Override
  public @Nullable LaneGrant take(String stream, String member, Duration lease) {
    return takeover.take(stream, member, lease);
  }

  @Override
  public void renew(Collection<LaneGrant> grants, Duration lease) {
    if (grants.isEmpty()) {
      return;
    }
    database.query(
        "renewing leases",
        connection -> {
          // A row that is locked is a lane in the middle of a commit, which renews it itself.
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  with idle as (
                    select l.stream
                    from ingest_lanes l
                    join unnest(?::text[], ?::bigint[]) g (stream, epoch)
                      on l.stream = g.stream and l.epoch = g.epoch
                    where l.owner is not null
                    order by l.stream
                    for update of l skip locked)
                  update ingest_lanes l
                  set lease_until = clock_timestamp() + ? * interval '1 millisecond'
                  from idle where l.stream = idle.stream
                  """)) {
            update.setArray(1, texts(connection, grants.stream().map(LaneGrant::stream).toList()));
            update.setArray(
                2,
                connection.createArrayOf(
                    "int8", grants.stream().map(LaneGrant::epoch).toArray(Long[]::new)));
            update.setLong(3, lease.toMillis());
            return update.executeUpdate();
          }
        });
  }

  @Override
  public void release(LaneGrant grant) {
    database.transaction(
        "releasing lane " + grant.stream(),
        connection -> {
          LaneTakeover.limitLockWait(connection);
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  update ingest_lanes
                  set owner = null, lease_until = clock_timestamp() - interval '1 millisecond'
                  where stream = ? and epoch = ?
                  """)) {
            update.setString(1, grant.stream());
            update.setLong(2, grant.epoch());
            return update.executeUpdate();
          }
        });
  }

  @Override
  public @Nullable LaneGrant reincarnate(LaneGrant grant, Checkpoint start) {
    return database.<@Nullable LaneGrant>transaction(
        "recording a new history of stream " + grant.stream(),
        connection -> {
          LaneTakeover.limitLockWait(connection);
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  update ingest_lanes
                  set incarnation = nextval('lane_incarnation'), last_seq = ?, last_time_ns = ?,
                    stream_created_ns = ?
                  where stream = ? and epoch = ? and last_seq = ? and incarnation = ?
                  returning incarnation
                  """)) {
            update.setLong(1, start.lastSeq());
            update.setLong(2, start.lastTimeNanos());
            update.setLong(3, start.streamCreatedNanos());
            update.setString(4, grant.stream());
            update.setLong(5, grant.epoch());
            update.setLong(6, grant.checkpoint().lastSeq());
            update.setLong(7, grant.checkpoint().incarnation());
            ResultSet rows = update.executeQuery();
            return rows.next() ? grant.at(start.under(rows.getLong(1))) : null;
          }
        });
  }

  private static Array texts(Connection connection, Collection<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }
}

package dev.weir.timescale.batch;

import dev.weir.core.lane.Checkpoint;
import dev.weir.core.lane.LaneGrant;
import dev.weir.core.store.Commit;
import dev.weir.core.store.RejectCount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The lane's own row in a batch's transaction: the fence at its begin, the checkpoint at its end.
 */
final class LaneRow {

  /**
   * For any lock that the batch waits for: another transaction of this lane, a rival with the same
   * reading, a quota row, a partition in the making. Longer than any of these should need; a wait
   * that outlasts it is told as transient, so that the lane can look whether it still owns its row.
   */
  private static final int LOCK_WAIT_MILLIS = 2_000;

  private static final String FENCE =
      "set local lock_timeout = "
          + LOCK_WAIT_MILLIS
          + ';'
          + """
          select from ingest_lanes
          where stream = ? and epoch = ? and last_seq = ? and incarnation = ?
          for update
          """;

  private static final String HOLDS =
      "select from ingest_lanes where stream = ? and epoch = ? and last_seq = ? and incarnation = ?";

  private static final String ADVANCE =
      """
      update ingest_lanes
      set last_seq = ?, last_time_ns = ?, stored = stored + ?, quarantined = quarantined + ?,
        duplicates = duplicates + ?, gaps = gaps + ?,
        lease_until = clock_timestamp() + ? * interval '1 millisecond'
      where stream = ? and epoch = ?
      """;

  private LaneRow() {}

  /** Locks the lane where the grant is good: from here on no other batch of this stream writes. */
  static boolean fence(Connection connection, LaneGrant grant) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FENCE)) {
      bind(statement, grant, grant.checkpoint());
      statement.execute();
      statement.getMoreResults();
      try (ResultSet row = statement.getResultSet()) {
        return row.next();
      }
    }
  }

  /** Whether the lane is still the grant's, and stands at this checkpoint. */
  static boolean standsAt(Connection connection, LaneGrant grant, Checkpoint checkpoint)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HOLDS)) {
      bind(statement, grant, checkpoint);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Moves the checkpoint and prolongs the lease. The fence must have been passed. */
  static void advance(
      Connection connection, LaneGrant grant, Commit commit, long gaps, Duration lease)
      throws SQLException {
    long quarantined = commit.rejected().stream().mapToLong(RejectCount::count).sum();
    try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
      statement.setLong(1, commit.checkpoint().lastSeq());
      statement.setLong(2, commit.checkpoint().lastTimeNanos());
      statement.setLong(3, commit.stored());
      statement.setLong(4, quarantined);
      statement.setLong(5, commit.duplicates());
      statement.setLong(6, gaps);
      statement.setLong(7, lease.toMillis());
      statement.setString(8, grant.stream());
      statement.setLong(9, grant.epoch());
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, LaneGrant grant, Checkpoint checkpoint)
      throws SQLException {
    statement.setString(1, grant.stream());
    statement.setLong(2, grant.epoch());
    statement.setLong(3, checkpoint.lastSeq());
    statement.setLong(4, checkpoint.incarnation());
  }
}

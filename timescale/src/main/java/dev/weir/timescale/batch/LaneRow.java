package dev.weir.timescale.batch;

import dev.weir.core.lane.Checkpoint;
import dev.weir.core.lane.LaneGrant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The lane's own row in a batch's transaction: the fence at its begin, and the checkpoint, which is
 * the fence as well where all counts are known from the start.
 */
final class LaneRow {

  /**
   * For any lock that the batch waits for: another transaction of this lane, a rival with the same
   * reading, a quota row, a partition in the making. Longer than any of these should need; a wait
   * that outlasts it is told as transient, so that the lane can look whether it still owns its row.
   */
  private static final int LOCK_WAIT_MILLIS = 2_000;

  private static final String BOUNDED = "set local lock_timeout = " + LOCK_WAIT_MILLIS + ';';

  private static final String HOLDS =
      "select from ingest_lanes where stream = ? and epoch = ? and last_seq = ? and incarnation = ?";

  private static final String FENCE = BOUNDED + HOLDS + " for update";

  private static final String ADVANCE =
      BOUNDED
          + """
          update ingest_lanes
          set last_seq = ?, last_time_ns = ?, stored = stored + ?, quarantined = quarantined + ?,
            duplicates = duplicates + ?, gaps = gaps + ?,
            lease_until = clock_timestamp() + ? * interval '1 millisecond'
          where stream = ? and epoch = ? and last_seq = ? and incarnation = ?
          """;

  private static final String PROLONG =
      """
      update ingest_lanes set lease_until = clock_timestamp() + ? * interval '1 millisecond'
      where stream = ?
      """;

  private LaneRow() {}

  /** Locks the lane where the grant is good: from here on no other batch of this stream writes. */
  static boolean fence(Connection connection, LaneGrant grant) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FENCE)) {
      bind(statement, 1, grant, grant.checkpoint());
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
      bind(statement, 1, grant, checkpoint);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Moves the checkpoint and prolongs the lease, where the grant is good. Locks the lane as the
   * fence does, if that did not.
   *
   * @param quarantined how many the batch refuses
   */
  static boolean advance(
      Connection connection,
      PreparedBatch batch,
      long stored,
      long quarantined,
      long duplicates,
      Duration lease)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
      statement.setLong(1, batch.target().lastSeq());
      statement.setLong(2, batch.target().lastTimeNanos());
      statement.setLong(3, stored);
      statement.setLong(4, quarantined);
      statement.setLong(5, duplicates);
      statement.setLong(6, batch.batch().gaps());
      statement.setLong(7, lease.toMillis());
      bind(statement, 8, batch.grant(), batch.grant().checkpoint());
      statement.execute();
      statement.getMoreResults();
      return statement.getUpdateCount() == 1;
    }
  }

  /** Has the lease count from now on. The lane's row must be locked. */
  static void prolong(Connection connection, LaneGrant grant, Duration lease) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PROLONG)) {
      statement.setLong(1, lease.toMillis());
      statement.setString(2, grant.stream());
      statement.executeUpdate();
    }
  }

  private static void bind(
      PreparedStatement statement, int first, LaneGrant grant, Checkpoint checkpoint)
      throws SQLException {
    statement.setString(first, grant.stream());
    statement.setLong(first + 1, grant.epoch());
    statement.setLong(first + 2, checkpoint.lastSeq());
    statement.setLong(first + 3, checkpoint.incarnation());
  }
}

package dev.weir.timescale.notice;

import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A connection that listens. Owned by one thread; only {@link #abort} is for others. */
final class NoticeConnection implements AutoCloseable {

  private final Connection connection;

  private NoticeConnection(Connection connection) {
    this.connection = connection;
  }

  static NoticeConnection open(Database database) throws SQLException {
    return new NoticeConnection(database.connectOutsideThePool());
  }

  /**
   * Listens to a channel; what is sent from its return on is heard.
   *
   * @param channel an identifier that needs no quotes
   */
  void listen(String channel) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + channel);
    }
  }

  /**
   * What was heard; waits for something, up to a bound.
   *
   * @param bound a millisecond or more: none would mean for ever
   */
  List<PGNotification> await(Duration bound) throws SQLException {
    PGNotification[] heard =
        connection.unwrap(PGConnection.class).getNotifications(Math.toIntExact(bound.toMillis()));
    return heard == null ? List.of() : List.of(heard);
  }

  /** Cuts the connection, whatever hangs on it; who waits for something is told by an exception. */
  void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      throw new IllegalStateException("may not be cut", e); // only where a security policy forbids
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

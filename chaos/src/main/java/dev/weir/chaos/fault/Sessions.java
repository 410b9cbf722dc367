package dev.weir.chaos.fault;

import dev.weir.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What other clients of the same PostgreSQL do to Weir's. */
final class Sessions {

  private static final String OTHERS =
      " from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

  /** At least as many as any server of ours allows. */
  private static final int MAX_CONNECTIONS = 1_000;

  /** SQLSTATE. */
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private static final String ADMIN_SHUTDOWN = "57P01";

  private static final int ROUNDS = 2;

  private final TestDatabase database;
  private final List<Connection> taken = new ArrayList<>();

  Sessions(TestDatabase database) {
    this.database = database;
  }

  /** Ends all other sessions of the database. */
  void terminateAll() {
    database.onServer(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
            .formatted(database.name()));
  }

  /** Cancels what sessions of the database are doing, once there is something. */
  void cancelAll() throws Exception {
    String cancel =
        "select count(*) filter (where pg_cancel_backend(pid))" + OTHERS + " and state = 'active'";
    Wait.until("a statement to cancel", () -> database.number(cancel) > 0);
  }

  /** Opens connections until the server has none left, ends Weir's, and takes those as well. */
  void takeAll() throws SQLException {
    takeRest();
    for (int i = 0; i < ROUNDS; i++) {
      try (Statement statement = taken.getFirst().createStatement()) {
        statement.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                + database.name()
                + "'");
      }
      takeRest();
    }
  }

  void giveBack() throws SQLException {
    for (Connection connection : taken) {
      connection.close();
    }
    taken.clear();
  }

  private void takeRest() throws SQLException {
    String server = database.jdbcUrl().replace(database.name(), "postgres");
    try {
      for (int i = 0; i < MAX_CONNECTIONS; i++) {
        taken.add(DriverManager.getConnection(server, database.user(), database.password()));
      }
    } catch (SQLException full) {
      if (!TOO_MANY_CONNECTIONS.equals(full.getSQLState())) {
        throw full;
      }
    }
  }

  /**
   * Holds what a lane's next batch needs and then asks for what that batch holds. PostgreSQL ends
   * the one that looks for a deadlock first, which is the lane: this session waits for longer. A
   * process that takes the lane over meanwhile ends this session, as it would a stuck owner's.
   */
  void deadlock() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set local deadlock_timeout = '1min'");
      statement.execute("lock table telemetry in access exclusive mode");
      String waiting = "select count(*)" + OTHERS + " and wait_event_type = 'Lock'";
      Wait.until("a lane that waits", () -> database.number(waiting) > 0);
      statement.execute("select from ingest_lanes for update");
      connection.rollback();
    } catch (SQLException e) {
      if (!ADMIN_SHUTDOWN.equals(e.getSQLState())) {
        throw e;
      }
    }
  }
}

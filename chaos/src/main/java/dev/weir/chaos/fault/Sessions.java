package dev.weir.chaos.fault;

import dev.weir.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What other clients of the same PostgreSQL do to Weir's. */
final class Sessions {

  private static final String OTHERS =
      " from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

  /** At least as many as any server of ours allows. */
  private static final int MAX_CONNECTIONS = 1_000;

  /** SQLSTATE. */
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private static final int ROUNDS = 2;
  private static final int LOOKS = 2_000;
  private static final long LOOK_MILLIS = 5;

  private final TestDatabase database;
  private final List<Connection> taken = new ArrayList<>();

  Sessions(TestDatabase database) {
    this.database = database;
  }

  /** Calls a function with the process id of each other session of the database. */
  void signalAll(String function) {
    database.onServer(
        "select %s(pid) from pg_stat_activity where datname = '%s'"
            .formatted(function, database.name()));
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
   * the one that looks for a deadlock first, which is the lane: this session waits for longer.
   */
  void deadlock() throws SQLException, InterruptedException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set local deadlock_timeout = '1min'");
      statement.execute("lock table telemetry in access exclusive mode");
      awaitOneThatWaits();
      statement.execute("select from ingest_lanes for update");
      connection.rollback();
    }
  }

  private void awaitOneThatWaits() throws InterruptedException {
    for (int i = 0; i < LOOKS; i++) {
      if (database.number("select count(*)" + OTHERS + " and wait_event_type = 'Lock'") > 0) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new IllegalStateException("no lane came to wait");
  }
}

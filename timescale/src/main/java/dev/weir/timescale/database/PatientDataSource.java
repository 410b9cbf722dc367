package dev.weir.timescale.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the pool's connections come from. The pool waits for longer and longer after each failure,
 * up to 5 s, so it would find a server late that is back. Here a server that is away is asked
 * often, and the pool learns of a failure only now and then.
 */
final class PatientDataSource extends PGSimpleDataSource {

  private static final long serialVersionUID = 1;
  private static final long LOOK_MILLIS = 100;

  /**
   * Less than what waits for a connection: it then hears why there is none, unless the network is
   * silent.
   */
  private static final Duration PATIENCE = ConnectionSettings.CONNECT_TIMEOUT.minusSeconds(1);

  /** SQLSTATEs of a server that starts, stops or is full; those of class 08 are others. */
  private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53300");

  private boolean failing;

  PatientDataSource(String jdbcUrl, Properties properties) throws SQLException {
    setUrl(jdbcUrl);
    for (String name : properties.stringPropertyNames()) {
      setProperty(name, properties.getProperty(name));
    }
  }

  /** A first failure is told at once, what follows it after a while of trying. */
  @Override
  public synchronized Connection getConnection() throws SQLException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Connection connection = super.getConnection();
        failing = false;
        return connection;
      } catch (SQLException e) {
        if (!failing || !isAway(e) || System.nanoTime() - until > 0) {
          failing = true;
          throw e;
        }
      }
      pause();
    }
  }

  private static boolean isAway(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || AWAY.contains(state));
  }

  private static void pause() throws SQLException {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("the pool is closed", e);
    }
  }
}

package dev.weir.timescale.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections. It relies on nothing that a session would have to remember between two
 * transactions, so PgBouncer in transaction mode may stand between. It opens no connection until
 * one is wanted, so a process may start while the database is away.
 */
public final class Database implements AutoCloseable {

  /** What is done with a connection; it is neither closed, committed nor rolled back there. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /** Connections at one moment. */
  public record PoolState(int active, int idle, int waiting, int max) {}

  private final DatabaseConfig config;
  private final HikariDataSource pool;

  public Database(DatabaseConfig config) {
    this.config = config;
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("database");
    hikari.setDataSource(dataSource(config));
    hikari.setMinimumIdle(Math.min(config.poolMin(), config.poolMax()));
    hikari.setMaximumPoolSize(config.poolMax());
    hikari.setConnectionTimeout(ConnectionSettings.CONNECT_TIMEOUT.toMillis());
    hikari.setInitializationFailTimeout(-1);
    hikari.setConnectionInitSql(ConnectionSettings.serverKeepalive(config.lease()));
    pool = new HikariDataSource(hikari);
  }

  private static DataSource dataSource(DatabaseConfig config) {
    try {
      return new PatientDataSource(config.jdbcUrl(), ConnectionSettings.of(config));
    } catch (SQLException e) {
      throw new IllegalArgumentException("settings that the driver refuses", e);
    }
  }

  /** For what needs connections of its own accord. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * Opens a connection outside of the pool, for what needs a session to itself; the caller closes
   * it. Its statements stand alone. Whether it has a session to itself, only the caller can find
   * out: behind PgBouncer in transaction mode it has not.
   */
  public Connection connectOutsideThePool() throws SQLException {
    Connection connection =
        DriverManager.getConnection(config.jdbcUrl(), ConnectionSettings.of(config));
    try (Statement statement = connection.createStatement()) {
      statement.execute(ConnectionSettings.serverKeepalive(config.lease()));
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  public PoolState poolState() {
    HikariPoolMXBean state = pool.getHikariPoolMXBean();
    return new PoolState(
        state.getActiveConnections(),
        state.getIdleConnections(),
        state.getThreadsAwaitingConnection(),
        pool.getMaximumPoolSize());
  }

  /**
   * Runs statements that each stand alone.
   *
   * @param doing what this is, for the message of a failure: "reading the settings"
   * @throws dev.weir.core.store.StoreException with the kind that the failure's SQLSTATE tells
   */
  public <T extends @Nullable Object> T query(String doing, Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw SqlFailures.toStoreException(doing, e);
    }
  }

  /** Runs a transaction (read committed): all of it or, where the work throws, nothing. */
  public <T extends @Nullable Object> T transaction(String doing, Work<T> work) {
    return transaction(doing, ConnectionSettings.SOCKET_TIMEOUT, work);
  }

  /**
   * Runs a transaction.
   *
   * @param patience how long one answer of the server may take
   */
  public <T extends @Nullable Object> T transaction(String doing, Duration patience, Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      if (!patience.equals(ConnectionSettings.SOCKET_TIMEOUT)) {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
      }
      connection.setAutoCommit(false);
      return commit(connection, work);
    } catch (SQLException e) {
      throw SqlFailures.toStoreException(doing, e);
    }
  }

  private static <T extends @Nullable Object> T commit(Connection connection, Work<T> work)
      throws SQLException {
    try {
      T result = work.on(connection);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      try {
        connection.rollback();
      } catch (SQLException hopeless) {
        e.addSuppressed(hopeless);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}

package dev.weir.timescale.schema;

import dev.weir.timescale.database.DatabaseConfig;
import dev.weir.timescale.database.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings the schema up to date. */
public final class Migration {

  /**
   * What a migration came to.
   *
   * @param applied migrations that were due; 0 where the schema was up to date
   * @param version the schema's version now
   * @param hypertable whether readings go into a hypertable of TimescaleDB's
   */
  public record Result(int applied, int version, boolean hypertable) {}

  /** Any number that nothing else in the database locks. */
  private static final long LOCK = 0x7765_6972_0002L;

  private final DataSource dataSource;
  private final MigrationConfig config;

  public Migration(DatabaseConfig database, MigrationConfig config) {
    this.dataSource = connectionsOf(database);
    this.config = config;
  }

  /**
   * Applies what is due, grants the roles what is theirs, and makes the first partitions. Twice is
   * harmless, and so are two processes at once.
   *
   * @throws SchemaException where the schema is newer than the program, or was tampered with
   * @throws dev.weir.core.store.StoreException where the database cannot be asked
   */
  public Result run() {
    SchemaVersion.checkNotNewer(SchemaVersion.read(dataSource));
    MigrateResult result = migrate();
    try (Connection connection = dataSource.getConnection()) {
      boolean hypertable = prepare(connection);
      return new Result(result.migrationsExecuted, SchemaVersion.read(dataSource), hypertable);
    } catch (SQLException e) {
      throw SqlFailures.toStoreException("preparing the schema", e);
    }
  }

  /** One process after the other: two that grant on one table at once get in each other's way. */
  private boolean prepare(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement lock = connection.createStatement()) {
      lock.execute("select pg_advisory_xact_lock(" + LOCK + ")");
    }
    Roles.grant(connection);
    boolean hypertable = TelemetryStorage.prepare(connection, config);
    connection.commit();
    return hypertable;
  }

  private MigrateResult migrate() {
    try {
      return Flyway.configure(Migration.class.getClassLoader())
          .dataSource(dataSource)
          .table(SchemaVersion.HISTORY_TABLE)
          .locations("classpath:db/migration")
          .loggers(FlywayLog.class.getName())
          // All or nothing: an installation never stands between two versions.
          .group(true)
          // Others may keep tables beside ours.
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .placeholders(
              Map.of(
                  "timescale",
                  config.timescale().sqlName(),
                  "chunk_interval",
                  config.chunkInterval().toSeconds() + " seconds"))
          .load()
          .migrate();
    } catch (FlywayException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql) {
          throw new SchemaException("the migration failed: " + sql.getMessage(), e);
        }
      }
      throw new SchemaException("the schema cannot be migrated: " + e.getMessage(), e);
    }
  }

  /** Not the pool's: a migration takes its time, and Flyway wants several connections at once. */
  private static DataSource connectionsOf(DatabaseConfig database) {
    PGSimpleDataSource connections = new PGSimpleDataSource();
    connections.setUrl(database.jdbcUrl());
    connections.setUser(database.user());
    connections.setPassword(database.password());
    connections.setApplicationName(database.applicationName());
    connections.setPrepareThreshold(0);
    connections.setConnectTimeout(5);
    connections.setTcpKeepAlive(true);
    connections.setLogServerErrorDetail(false);
    return connections;
  }
}

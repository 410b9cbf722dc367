package dev.weir.timescale;

import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.TestDatabase.Login;
import dev.weir.testkit.Way;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.database.DatabaseConfig;
import dev.weir.timescale.schema.Migration;
import dev.weir.timescale.schema.MigrationConfig;
import dev.weir.timescale.schema.TimescaleMode;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A migrated database and the ways into it. */
public final class Stage implements AutoCloseable {

  /** What the database is, and what stands between it and us. */
  public enum Kind {
    HYPERTABLE,
    PARTITIONS,
    HYPERTABLE_THROUGH_PGBOUNCER,
    PARTITIONS_THROUGH_PGBOUNCER;

    TimescaleMode mode() {
      return name().startsWith("HYPERTABLE") ? TimescaleMode.ON : TimescaleMode.OFF;
    }

    public Way way() {
      return name().endsWith("PGBOUNCER") ? Way.THROUGH_PGBOUNCER : Way.DIRECT;
    }
  }

  public static final Duration LEASE = Duration.ofSeconds(5);

  public final TestDatabase test;
  public final Database database;

  private Stage(TestDatabase test, Database database) {
    this.test = test;
    this.database = database;
  }

  /**
   * Migrates a new database, by the way that the kind names. Straight to the server we are a login
   * of the service's role; through PgBouncer the superuser, for it alone is known there.
   */
  public static Stage of(Kind kind) {
    TestDatabase test = TestDatabase.create();
    DatabaseConfig owner = owner(test, kind.way());
    new Migration(owner, new MigrationConfig(kind.mode(), Duration.ofDays(1))).run();
    return switch (kind.way()) {
      case THROUGH_PGBOUNCER -> new Stage(test, new Database(owner));
      case DIRECT -> {
        Login service = test.login("weir_service");
        yield new Stage(
            test, new Database(config(test.jdbcUrl(), service.user(), service.password())));
      }
    };
  }

  public static DatabaseConfig owner(TestDatabase test) {
    return owner(test, Way.DIRECT);
  }

  public static DatabaseConfig owner(TestDatabase test, Way way) {
    return config(way.jdbcUrl(test), test.user(), test.password());
  }

  public static DatabaseConfig config(String url, String user, String password) {
    return new DatabaseConfig(url, user, password, 0, 8, "weir-test", LEASE);
  }

  /** Waits until so many of this database's backends wait for a lock. */
  public void awaitWaiting(int backends) {
    Awaitility.await()
        .until(() ->
            test.number(
                    "select count(*) from pg_stat_activity"
                        + " where datname = current_database() and wait_event_type = 'Lock'")
                == backends);
  }

  @Override
  public void close() {
    database.close();
    test.close();
  }
}

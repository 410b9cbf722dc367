package dev.weir.chaos.fault;

import static dev.weir.chaos.fault.Fault.during;
import static dev.weir.chaos.fault.Fault.moment;

import dev.weir.chaos.run.Installation;
import dev.weir.chaos.run.PostgresServer;
import dev.weir.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;

/** What happens to PostgreSQL. */
public final class DatabaseFaults {

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(2);

  private DatabaseFaults() {}

  /** All that a run of any length may do. */
  public static List<Fault> of(Installation installation) {
    TestDatabase database = installation.database();
    PostgresServer server = installation.postgres();
    Sessions sessions = new Sessions(database);
    FullDisk disk = new FullDisk(database);
    return List.of(
        killed(installation),
        restarted(installation),
        during("PostgreSQL paused (SIGSTOP)", LONG, server::pause, server::resume),
        during("PostgreSQL out of connections", SHORT, sessions::takeAll, sessions::giveBack),
        during(
            "PostgreSQL read-only",
            SHORT,
            () -> readOnly(database, sessions, true),
            () -> readOnly(database, sessions, false)),
        during(
            "database shut to clients",
            SHORT,
            () -> database.allowConnections(false),
            () -> database.allowConnections(true)),
        during("disk full, of the quarantine's tablespace", SHORT, disk::fill, disk::free),
        moment(
            "all leases run out at once, as when the database's clock steps ahead",
            () -> database.execute("update ingest_lanes set lease_until = now() - interval '1 h'")),
        moment("statements cancelled", sessions::cancelAll),
        moment("backends terminated", sessions::terminateAll),
        moment("deadlock", sessions::deadlock));
  }

  public static Fault killed(Installation installation) {
    PostgresServer server = installation.postgres();
    return during("PostgreSQL killed (SIGKILL), started again", SHORT, server::kill, server::start);
  }

  public static Fault restarted(Installation installation) {
    PostgresServer server = installation.postgres();
    return during("PostgreSQL restarted", Duration.ZERO, server::stop, server::start);
  }

  private static void readOnly(TestDatabase database, Sessions sessions, boolean is) {
    database.onServer(
        "alter database %s set default_transaction_read_only = %s".formatted(database.name(), is));
    sessions.terminateAll();
  }
}

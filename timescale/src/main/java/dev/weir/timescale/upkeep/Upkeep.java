package dev.weir.timescale.upkeep;

import dev.weir.timescale.database.Database;
import dev.weir.timescale.deadletter.DeadLetterFilter;
import dev.weir.timescale.deadletter.DeadLetters;
import dev.weir.timescale.quarantine.QuarantineFilter;
import dev.weir.timescale.quarantine.QuarantineStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions ahead, readings past their retention, and rows that have served their time. Cheap when
 * there is nothing to do; to be run by every process every few minutes, one of which does it.
 */
public final class Upkeep {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  /** Any number that nothing else in the database locks. */
  private static final long LOCK = 0x7765_6972_0001L;

  private static final int DAYS_BACK = 30;
  private static final int DAYS_AHEAD = 7;

  /** A chunk or a default partition may be large; nobody waits for this. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** A million rows a run: the next one goes on. */
  private static final int MOST_CHUNKS = 100;

  private static final String DELETE_COUNTERS =
      """
      delete from quarantine_counters_minute where ctid = any (array(
        select ctid from quarantine_counters_minute
        where bucket_minute < now() - make_interval(days => ?) limit
      """
          + QuarantineStore.CHUNK
          + "))";

  private final Database database;
  private final Retention retention;

  /** Makes the upkeep of one process. */
  public Upkeep(Database database, Retention retention) {
    this.database = database;
    this.retention = retention;
  }

  /**
   * Does what is due; nothing where another process is at it. Each part stands alone, so that one
   * that has to wait for a lock in vain leaves the others done; the next run makes up for it.
   *
   * @throws dev.weir.core.store.StoreException where a part failed, the remaining ones not done
   */
  public void run() {
    int made =
        alone("making partitions", "select weir_make_partitions(?, ?)", DAYS_BACK, DAYS_AHEAD);
    int dropped =
        alone("applying retention", "select weir_apply_retention(?)", retention.readingsDays());
    if (made > 0 || dropped > 0) {
      LOG.info("partitions of telemetry: {} made, {} dropped", made, dropped);
    }
    // Longer than any two lanes should be apart in the same minute of arrival.
    sweep("quarantine_quota_minute", "touched_at < now() - interval '2 days'");
    sweep("ingest_members", "alive_until < now() - interval '1 hour'");
    sweepQuarantine();
    sweepDeadLetters();
    sweepCounters();
  }

  /** Nothing younger than a day goes: a replay that is under way has long ended by then. */
  private void sweepQuarantine() {
    if (retention.quarantineDays() == 0) {
      return;
    }
    Instant end = endOfRetention(retention.quarantineDays());
    long deleted =
        sweepInChunks(
            "quarantine_events",
            QuarantineStore.CHUNK,
            connection -> QuarantineStore.deleteChunk(connection, QuarantineFilter.before(end)));
    if (deleted > 0) {
      LOG.info("quarantine_events: {} deleted that were past their retention", deleted);
    }
  }

  private void sweepDeadLetters() {
    if (retention.deadLetterDays() == 0) {
      return;
    }
    Instant end = endOfRetention(retention.deadLetterDays());
    long deleted =
        sweepInChunks(
            "dead_letter_messages",
            DeadLetters.CHUNK,
            connection -> DeadLetters.deleteChunk(connection, DeadLetterFilter.before(end)));
    if (deleted > 0) {
      LOG.info("dead_letter_messages: {} deleted that were past their retention", deleted);
    }
  }

  /** By the database's clock, as all that is swept: a process's own may be wrong by years. */
  private Instant endOfRetention(int days) {
    return database.transaction(
        "reading the database's time",
        PATIENCE,
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement("select now() - make_interval(days => ?)")) {
            query.setInt(1, days);
            ResultSet row = query.executeQuery();
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
          }
        });
  }

  private void sweepCounters() {
    if (retention.countersDays() == 0) {
      return;
    }
    sweepInChunks(
        "quarantine_counters_minute",
        QuarantineStore.CHUNK,
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement(DELETE_COUNTERS)) {
            delete.setInt(1, retention.countersDays());
            return delete.executeUpdate();
          }
        });
  }

  /** Each chunk is a transaction: what is deleted in one holds nobody up for long. */
  private long sweepInChunks(String table, int size, Database.Work<Integer> deleteChunk) {
    long deleted = 0;
    for (int i = 0; i < MOST_CHUNKS; i++) {
      int chunk =
          database.transaction(
              "sweeping " + table,
              PATIENCE,
              connection -> isOurTurn(connection) ? deleteChunk.on(connection) : 0);
      deleted += chunk;
      if (chunk < size) {
        break;
      }
    }
    return deleted;
  }

  private int alone(String doing, String sql, int... arguments) {
    return database.transaction(
        doing,
        PATIENCE,
        connection -> {
          if (!isOurTurn(connection)) {
            return 0;
          }
          try (PreparedStatement call = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
              call.setInt(i + 1, arguments[i]);
            }
            ResultSet row = call.executeQuery();
            return row.next() ? row.getInt(1) : 0;
          }
        });
  }

  private void sweep(String table, String due) {
    database.transaction(
        "sweeping " + table,
        PATIENCE,
        connection -> {
          if (!isOurTurn(connection)) {
            return 0;
          }
          try (Statement delete = connection.createStatement()) {
            return delete.executeUpdate("delete from " + table + " where " + due);
          }
        });
  }

  /** Held to the end of the transaction, whatever session PgBouncer gives the next one. */
  private static boolean isOurTurn(Connection connection) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
      lock.setLong(1, LOCK);
      ResultSet row = lock.executeQuery();
      return row.next() && row.getBoolean(1);
    }
  }
}

package dev.weir.timescale.batch;

import dev.weir.core.store.StoreException;
import dev.weir.core.store.StoreException.Kind;
import dev.weir.timescale.batch.TelemetryWriter.Outcome;
import dev.weir.timescale.copy.CopyEncoder;
import dev.weir.timescale.copy.TelemetryRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;

/**
 * Stores readings of which some may be there already, from an earlier batch, from another lane, or
 * from further up in the same batch: the first in stream order is stored, a later one with the same
 * content is a duplicate, with other content a conflict.
 *
 * <p>Two statements, because ON CONFLICT waits for a rival that is about to commit, but only the
 * next statement's snapshot shows what the rival wrote.
 */
final class Staging {

  /** Numbered: a pooled session may still hold the table of another version of this program. */
  private static final String TABLE = "pg_temp.weir_staging_1";

  private static final String IDENTITY =
      "tenant_id, device_id, time, msg_type, seq, origin_incarnation, origin_seq";

  /** A session behind PgBouncer may be anybody's by the next transaction: rows go at commit. */
  private static final String PREPARE =
      """
      set local client_min_messages = error;
      set local jit = off;
      create temporary table if not exists weir_staging_1 (
        position           integer not null,
        time               timestamptz not null,
        tenant_id          text collate "C" not null,
        device_id          text collate "C" not null,
        site_id            text not null,
        msg_type           text collate "C" not null,
        seq                bigint,
        metrics            jsonb not null,
        origin_incarnation bigint,
        origin_seq         bigint
      ) on commit delete rows
      """;

  private static final String COPY =
      "copy %s (position, %s) from stdin (format binary)".formatted(TABLE, TelemetryRow.COLUMNS);

  /**
   * In the order of the index, so that two lanes with the same readings wait rather than deadlock.
   * Nothing is known of the staging table's size, and a nested loop over all pairs would be guessed
   * at cheaply and paid for dearly.
   */
  private static final String INSERT =
      """
      set local enable_nestloop = off;
      with inserted as (
        insert into telemetry (%1$s)
        select distinct on (%2$s) %1$s from %3$s order by %2$s, position
        on conflict do nothing
        returning %2$s)
      select min(s.position)
      from inserted i
      join %3$s s on s.tenant_id = i.tenant_id and s.device_id = i.device_id and s.time = i.time
        and s.msg_type = i.msg_type and s.seq is not distinct from i.seq
        and s.origin_incarnation is not distinct from i.origin_incarnation
        and s.origin_seq is not distinct from i.origin_seq
      group by i.tenant_id, i.device_id, i.time, i.msg_type, i.seq, i.origin_incarnation,
        i.origin_seq
      """
          .formatted(TelemetryRow.COLUMNS, IDENTITY, TABLE);

  /** The rest, against what is there. The bounds of time spare a look into every chunk. */
  private static final String CONFLICTS =
      """
      select s.position, t.same
      from %s s
      left join lateral (
        select t.site_id = s.site_id and t.metrics = s.metrics as same
        from telemetry t
        where t.tenant_id = s.tenant_id and t.device_id = s.device_id and t.time = s.time
          and t.msg_type = s.msg_type and t.seq is not distinct from s.seq
          and t.origin_incarnation is not distinct from s.origin_incarnation
          and t.origin_seq is not distinct from s.origin_seq
          and t.time between ? and ?
        limit 1) t on true
      where s.position <> all (?) and t.same is not true
      """
          .formatted(TABLE);

  private Staging() {}

  /** Stores what the encoder holds: the batch's accepted readings, numbered. */
  static Outcome store(Connection connection, CopyEncoder encoder, PreparedBatch batch)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(PREPARE);
    }
    encoder.send(connection, COPY);
    BitSet inserted = insert(connection);
    int stored = inserted.cardinality();
    if (stored == batch.accepted().length) {
      return Outcome.ofNew(stored);
    }
    BitSet conflicts =
        conflicts(connection, batch, inserted.stream().boxed().toArray(Integer[]::new));
    BitSet duplicates = new BitSet();
    for (int position : batch.accepted()) {
      duplicates.set(position);
    }
    duplicates.andNot(inserted);
    duplicates.andNot(conflicts);
    return new Outcome(stored, duplicates, conflicts);
  }

  private static BitSet insert(Connection connection) throws SQLException {
    BitSet inserted = new BitSet();
    try (Statement statement = connection.createStatement()) {
      statement.execute(INSERT);
      statement.getMoreResults();
      ResultSet rows = statement.getResultSet();
      while (rows.next()) {
        inserted.set(rows.getInt(1));
      }
    }
    return inserted;
  }

  private static BitSet conflicts(Connection connection, PreparedBatch batch, Integer[] inserted)
      throws SQLException {
    BitSet conflicts = new BitSet();
    try (PreparedStatement select = connection.prepareStatement(CONFLICTS)) {
      bindTimes(select, batch);
      select.setArray(3, connection.createArrayOf("int4", inserted));
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        if (rows.getObject(2) == null) {
          throw new StoreException(
              Kind.TRANSIENT, null, "a reading went out of retention while it was compared", null);
        }
        conflicts.set(rows.getInt(1));
      }
    }
    return conflicts;
  }

  private static void bindTimes(PreparedStatement select, PreparedBatch batch) throws SQLException {
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    for (int position : batch.accepted()) {
      long time = batch.message(position).timeMicros();
      from = Math.min(from, time);
      to = Math.max(to, time);
    }
    select.setObject(1, utc(from));
    select.setObject(2, utc(to));
  }

  private static OffsetDateTime utc(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}

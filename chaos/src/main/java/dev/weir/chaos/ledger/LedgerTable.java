package dev.weir.chaos.ledger;

import dev.weir.app.simulate.Expectation;
import dev.weir.app.simulate.SimulatedMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * The acknowledged messages as temporary tables beside Weir's own, so that PostgreSQL compares
 * them. What a body says is read by PostgreSQL's JSON parser, which is not Weir's.
 */
final class LedgerTable {

  /** As many bytes are handed over at once. */
  private static final int CHUNK = 1 << 18;

  private static final String TABLES =
      """
      create temporary table ledger (
        load int, generation int, idx bigint, stream text, stream_seq bigint,
        tenant_id text collate "C", device_id text collate "C", form text, expected text,
        body bytea);
      create temporary table reading (
        load int, idx bigint, stream text, generation int, stream_seq bigint,
        tenant_id text collate "C", device_id text collate "C",
        time timestamptz, no text, site_id text, metrics jsonb);
      """;

  /**
   * The messages that are readings: those stored, sent twice, or contradicting another. What has no
   * number is identified by its place in the stream.
   */
  private static final String READINGS =
      """
      insert into reading
      select load, idx, stream, generation, stream_seq, tenant_id, device_id,
        case when jsonb_typeof(p->'ts') = 'number'
          then timestamptz 'epoch' + (p->>'ts')::bigint * interval '1 millisecond'
          else (p->>'ts')::timestamptz end,
        coalesce(p->>'seq', format('%s/%s/%s', stream, generation, stream_seq)),
        p->>'site_id', p->'metrics'
      from (select l.*, pg_temp.payload(form, body) p from ledger l
        where expected in ('STORED', 'DUPLICATE', 'DUPLICATE_KEY_CONFLICT')) m;
      create index on reading (tenant_id, device_id, time, no);
      create index on ledger (stream, generation, stream_seq);
      analyze ledger;
      analyze reading
      """;

  private LedgerTable() {}

  /** Makes and fills both, on a connection whose end is theirs. */
  static void fill(Connection connection, Iterable<Load> loads) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set work_mem = '256MB'");
      statement.execute(TABLES);
      statement.execute(SentBodies.FUNCTIONS);
      int number = 0;
      for (Load load : loads) {
        copy(connection, number++, load);
      }
      statement.execute(READINGS);
    }
  }

  private static void copy(Connection connection, int number, Load load) throws SQLException {
    CopyManager copies = connection.unwrap(BaseConnection.class).getCopyAPI();
    CopyIn copy = copies.copyIn("copy ledger from stdin");
    StringBuilder chunk = new StringBuilder(2 * CHUNK);
    load.acknowledged()
        .forEach(entry -> {
          append(chunk, number, load.generation(), entry);
          if (chunk.length() >= CHUNK) {
            flush(copy, chunk);
          }
        });
    flush(copy, chunk);
    copy.endCopy();
  }

  private static void flush(CopyIn copy, StringBuilder chunk) {
    try {
      byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
      copy.writeToCopy(bytes, 0, bytes.length);
      chunk.setLength(0);
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static void append(
      StringBuilder row, int number, int generation, Acknowledged.Entry entry) {
    SimulatedMessage message = entry.message();
    row.append(number).append('\t').append(generation).append('\t').append(message.index());
    row.append('\t').append(entry.stream()).append('\t').append(entry.streamSeq()).append('\t');
    row.append(message.tenantId() == null ? "\\N" : message.tenantId()).append('\t');
    row.append(message.deviceId() == null ? "\\N" : message.deviceId()).append('\t');
    row.append(message.form()).append('\t').append(expected(message.expectation()));
    row.append("\t\\\\x").append(HexFormat.of().formatHex(message.body())).append('\n');
  }

  private static String expected(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Stored _ -> "STORED";
      case Expectation.Duplicate _ -> "DUPLICATE";
      case Expectation.Rejected rejected -> rejected.reason().name();
    };
  }
}

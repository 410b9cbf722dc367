package dev.weir.timescale.quarantine;

import dev.weir.timescale.database.Database;
import dev.weir.timescale.quarantine.ReasonCount.Span;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The quarantine, for commands and upkeep. Every method throws {@link
 * dev.weir.core.store.StoreException} where the database cannot be asked.
 */
public final class QuarantineStore {

  /** Events deleted at once. */
  public static final int CHUNK = 10_000;

  /**
   * Whether no replay of an event may still be in a stream; one that is not heard of for so long is
   * not. It looks at the event's row alone: after a wait for the row's lock PostgreSQL asks again,
   * and then sees that row as it is now, but every other one as it was before.
   */
  static final String NOT_UNDER_WAY =
      """
      (e.replay_id is null or e.replay_outcome is not null
        or coalesce(e.replay_requested_at, '-infinity') <= now() - interval '1 hour')
      """;

  private static final String DETAILS =
      """
      select id, ingested_at, event_ts, topic, tenant_id, site_id, device_id, msg_type, reason,
        detail, stream, incarnation, stream_seq, arrived_at, subject_tenant, username,
        original_size, body_size, is_whole, token_sha256 is not null as has_token, replay_of,
        replay_id, replay_requested_at, replay_outcome, jsonb_pretty(payload), raw
      from quarantine_events where id = ?
      """;

  private static final int PAYLOAD = 25;
  private static final int RAW = 26;

  private final Database database;

  public QuarantineStore(Database database) {
    this.database = database;
  }

  /** Events, the newest first. */
  public List<QuarantineSummary> list(QuarantineFilter filter, int limit) {
    String sql =
        """
        select e.id, e.ingested_at, e.tenant_id, e.device_id, e.reason, e.detail, e.replay_outcome
        from quarantine_events e where %s order by e.ingested_at desc, e.id desc limit ?
        """
            .formatted(filter.sql());
    return database.query(
        "listing the quarantine",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(filter.bind(select), limit);
            return summaries(select.executeQuery());
          }
        });
  }

  /** One event. */
  public Optional<QuarantineDetails> find(long id) {
    return database.query(
        "reading an event of the quarantine",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(DETAILS)) {
            select.setLong(1, id);
            ResultSet row = select.executeQuery();
            return row.next() ? Optional.of(details(row)) : Optional.empty();
          }
        });
  }

  /** How many events there are. */
  public long count(QuarantineFilter filter) {
    String sql = "select count(*) from quarantine_events e where " + filter.sql();
    return database.query(
        "counting events of the quarantine",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            filter.bind(select);
            ResultSet row = select.executeQuery();
            return row.next() ? row.getLong(1) : 0;
          }
        });
  }

  /**
   * The exact counts, stored or not, by time, tenant and reason in their order.
   *
   * @param tenantId null for all
   * @param since by time of arrival
   * @param until likewise; not included
   */
  public List<ReasonCount> counts(
      Span span, @Nullable String tenantId, Instant since, Instant until) {
    String sql =
        """
        select date_trunc(?, bucket_minute, 'UTC'), tenant_id, reason, sum(cnt)
        from quarantine_counters_minute
        where (?::text is null or tenant_id = ?) and bucket_minute >= ? and bucket_minute < ?
        group by 1, 2, 3 order by 1, 2, 3
        """;
    return database.query(
        "counting refusals",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, span.name().toLowerCase(Locale.ROOT));
            select.setString(2, tenantId);
            select.setString(3, tenantId);
            select.setObject(4, since.atOffset(ZoneOffset.UTC));
            select.setObject(5, until.atOffset(ZoneOffset.UTC));
            return reasonCounts(select.executeQuery());
          }
        });
  }

  /** Deletes events but for those whose replay is under way; returns how many. */
  public long purge(QuarantineFilter filter) {
    long deleted = 0;
    int chunk = CHUNK;
    while (chunk == CHUNK) {
      chunk =
          database.transaction(
              "deleting from the quarantine", connection -> deleteChunk(connection, filter));
      deleted += chunk;
    }
    return deleted;
  }

  /**
   * Deletes at most {@link #CHUNK} events, none that somebody else is at; returns how many. In the
   * caller's transaction.
   */
  public static int deleteChunk(Connection connection, QuarantineFilter filter)
      throws SQLException {
    String sql =
        """
        delete from quarantine_events where id in (
          select e.id from quarantine_events e where %s and %s limit ?
          for update of e skip locked)
        """
            .formatted(filter.sql(), NOT_UNDER_WAY);
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setInt(filter.bind(delete), CHUNK);
      return delete.executeUpdate();
    }
  }

  private static List<QuarantineSummary> summaries(ResultSet row) throws SQLException {
    List<QuarantineSummary> events = new ArrayList<>();
    while (row.next()) {
      events.add(
          new QuarantineSummary(
              row.getLong(1),
              Objects.requireNonNull(instant(row, 2)),
              row.getString(3),
              row.getString(4),
              row.getString(5),
              row.getString(6),
              row.getString(7)));
    }
    return events;
  }

  private static List<ReasonCount> reasonCounts(ResultSet row) throws SQLException {
    List<ReasonCount> counts = new ArrayList<>();
    while (row.next()) {
      counts.add(
          new ReasonCount(
              Objects.requireNonNull(instant(row, 1)),
              row.getString(2),
              row.getString(3),
              row.getLong(4)));
    }
    return counts;
  }

  private static QuarantineDetails details(ResultSet row) throws SQLException {
    ResultSetMetaData meta = row.getMetaData();
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    for (int i = 1; i < PAYLOAD; i++) {
      boolean isTime = meta.getColumnTypeName(i).equals("timestamptz");
      columns.put(meta.getColumnLabel(i), isTime ? instant(row, i) : row.getObject(i));
    }
    return new QuarantineDetails(columns, row.getString(PAYLOAD), row.getBytes(RAW));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}

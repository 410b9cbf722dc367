package dev.weir.timescale.quarantine;

import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replays and their record. Every method throws {@link dev.weir.core.store.StoreException} where
 * the database cannot be asked.
 */
public final class ReplayStore {

  /**
   * A replay that is recorded and may be published.
   *
   * @param targets in the order of their ids
   */
  public record Begun(long id, List<ReplayTarget> targets) {

    public Begun {
      targets = List.copyOf(targets);
    }
  }

  /** Sets the parameters that follow the filter's. */
  @FunctionalInterface
  private interface Rest {
    void bind(PreparedStatement select, int next) throws SQLException;
  }

  private static final String COUNT = "select count(*) from quarantine_events e where ";

  private static final String RELEASE =
      """
      update quarantine_events set replay_id = null, replay_requested_at = null
      where id = any (?) and replay_id = ? and replay_outcome is null
      """;

  private static final String RECORD =
      """
      insert into quarantine_replays (requested_by, filter)
      values (?, jsonb_strip_nulls(jsonb_build_object(
        'tenant', ?::text, 'device', ?::text, 'reasons', to_jsonb(nullif(?::text[], '{}')),
        'since', ?::timestamptz, 'until', ?::timestamptz,
        'ids', to_jsonb(nullif(?::bigint[], '{}')), 'again', ?::boolean, 'limit', ?::integer)))
      returning id
      """;

  private static final String READ =
      """
      select id, requested_at, requested_by, filter::text, selected, published, stored, duplicates,
        refused
      from quarantine_replays
      """;

  private static final String REASONS =
      """
      select replay_outcome, count(*) from quarantine_events
      where replay_id = ? and replay_outcome not in ('STORED', 'DUPLICATE') group by 1
      """;

  private final Database database;

  public ReplayStore(Database database) {
    this.database = database;
  }

  /** How many events {@link #begin} would take up. */
  public long count(ReplayRequest request) {
    String sql = "select count(*) from (" + pick(request) + ") p";
    return count(sql, request.filter(), (select, next) -> select.setInt(next, request.limit()));
  }

  /**
   * How many events a replay would take and never can, for only their beginning is kept; refusals
   * of replays among them only where their ids are named.
   */
  public long countCut(QuarantineFilter filter) {
    return count(COUNT + meant(filter) + " and not e.is_whole", filter, (select, next) -> {});
  }

  /**
   * How many events a replay would take if another one did not have them under way.
   *
   * @param replayId the one whose own events do not count; 0 for none
   */
  public long countUnderWay(QuarantineFilter filter, long replayId) {
    String underWay =
        " and e.is_whole and not " + QuarantineStore.NOT_UNDER_WAY + " and e.replay_id <> ?";
    return count(
        COUNT + meant(filter) + underWay, filter, (select, next) -> select.setLong(next, replayId));
  }

  /**
   * Records a replay and takes up its events: whole ones whose last replay is not under way, and
   * was no success unless that is meant too; refusals of replays only where their ids are named.
   */
  public Begun begin(ReplayRequest request) {
    return database.transaction(
        "recording a replay",
        connection -> {
          long id = record(connection, request);
          List<ReplayTarget> targets = takeUp(connection, request, id);
          add(connection, "selected", id, targets.size());
          return new Begun(id, targets);
        });
  }

  /**
   * Records how many messages the stream has, and lets go of the events whose messages it certainly
   * does not have.
   */
  public void published(long replayId, long messages, Collection<Long> nowhere) {
    database.transaction(
        "recording what was published",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(RELEASE)) {
            update.setArray(1, connection.createArrayOf("int8", nowhere.toArray()));
            update.setLong(2, replayId);
            update.executeUpdate();
          }
          add(connection, "published", replayId, messages);
          return messages;
        });
  }

  /** One replay. The reasons are read last, so that they hold all that the counts count. */
  public ReplayRecord find(long replayId) {
    return database.query(
        "reading a replay",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(READ + " where id = ?")) {
            select.setLong(1, replayId);
            ResultSet row = select.executeQuery();
            if (!row.next()) {
              throw new IllegalArgumentException("there is no replay " + replayId);
            }
            return read(row, reasons(connection, replayId));
          }
        });
  }

  /** Replays, the newest first, without the reasons of what was refused. */
  public List<ReplayRecord> list(int limit) {
    return database.query(
        "listing replays",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(READ + " order by id desc limit ?")) {
            select.setInt(1, limit);
            ResultSet row = select.executeQuery();
            List<ReplayRecord> replays = new ArrayList<>();
            while (row.next()) {
              replays.add(read(row, Map.of()));
            }
            return replays;
          }
        });
  }

  private long count(String sql, QuarantineFilter filter, Rest rest) {
    return database.query(
        "counting what is to be replayed",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            rest.bind(select, filter.bind(select));
            ResultSet row = select.executeQuery();
            return row.next() ? row.getLong(1) : 0;
          }
        });
  }

  /**
   * What a replay means. The refusal of a replay is an event as well, of the same message: taken up
   * beside its original it would double what every further replay takes. Named by its id it is
   * meant.
   */
  private static String meant(QuarantineFilter filter) {
    return filter.ids().isEmpty() ? filter.sql() + " and e.replay_of is null" : filter.sql();
  }

  private static String pick(ReplayRequest request) {
    return """
    select e.id from quarantine_events e where %s and e.is_whole and %s
      and %s order by e.id limit ?
    """
        .formatted(
            meant(request.filter()),
            QuarantineStore.NOT_UNDER_WAY,
            request.again()
                ? "true"
                : "(e.replay_outcome is null or e.replay_outcome not in ('STORED', 'DUPLICATE'))");
  }

  private static long record(Connection connection, ReplayRequest request) throws SQLException {
    QuarantineFilter filter = request.filter();
    try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
      insert.setString(1, request.requestedBy());
      insert.setString(2, filter.tenantId());
      insert.setString(3, filter.deviceId());
      insert.setArray(4, connection.createArrayOf("text", filter.reasons().toArray()));
      insert.setObject(5, filter.since() == null ? null : filter.since().atOffset(ZoneOffset.UTC));
      insert.setObject(6, filter.until() == null ? null : filter.until().atOffset(ZoneOffset.UTC));
      insert.setArray(7, connection.createArrayOf("int8", filter.ids().toArray()));
      insert.setBoolean(8, request.again());
      insert.setInt(9, request.limit());
      ResultSet row = insert.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  /** Locks the events in the order of their ids, as the lanes do that settle others of them. */
  private static List<ReplayTarget> takeUp(Connection connection, ReplayRequest request, long id)
      throws SQLException {
    String sql =
        """
        with picked as (%s for update of e)
        update quarantine_events e
        set replay_id = ?, replay_outcome = null, replay_requested_at = now()
        from picked p where e.id = p.id
        returning e.id, %s, e.device_id
        """
            .formatted(pick(request), PostgresReplaySource.SUBJECT_TENANT);
    List<ReplayTarget> targets = new ArrayList<>();
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      int next = request.filter().bind(update);
      update.setInt(next, request.limit());
      update.setLong(next + 1, id);
      ResultSet row = update.executeQuery();
      while (row.next()) {
        targets.add(new ReplayTarget(row.getLong(1), row.getString(2), row.getString(3)));
      }
    }
    targets.sort(Comparator.comparingLong(ReplayTarget::eventId));
    return targets;
  }

  private static void add(Connection connection, String column, long id, long number)
      throws SQLException {
    String sql = "update quarantine_replays set %1$s = %1$s + ? where id = ?".formatted(column);
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, number);
      update.setLong(2, id);
      update.executeUpdate();
    }
  }

  private static Map<String, Long> reasons(Connection connection, long replayId)
      throws SQLException {
    Map<String, Long> reasons = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(REASONS)) {
      select.setLong(1, replayId);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        reasons.put(row.getString(1), row.getLong(2));
      }
    }
    return reasons;
  }

  private static ReplayRecord read(ResultSet row, Map<String, Long> reasons) throws SQLException {
    return new ReplayRecord(
        row.getLong(1),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        reasons);
  }
}

package dev.weir.timescale.deadletter;

import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Dead letters, for commands and upkeep. Every method throws {@link
 * dev.weir.core.store.StoreException} where the database cannot be asked.
 */
public final class DeadLetters {

  /** Letters changed at once. */
  public static final int CHUNK = 1_000;

  private static final String SELECT =
      """
      select d.id, d.tenant_id, d.route_id, d.delivery_id, d.original_topic, d.destination_type,
        d.destination_config, d.error_message, d.attempts, d.status, d.created_at, d.failed_at,
        d.replays, d.replayed_at, d.payload, d.raw
      from dead_letter_messages d where
      """
          + ' ';

  private final Database database;

  public DeadLetters(Database database) {
    this.database = database;
  }

  /** Letters, the newest first. */
  public List<DeadLetterDetails> list(DeadLetterFilter filter, int limit) {
    String sql = SELECT + filter.sql() + " order by d.failed_at desc, d.id desc limit ?";
    return database.query(
        "listing dead letters",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(filter.bind(select), limit);
            return read(select.executeQuery());
          }
        });
  }

  /** How many letters there are. */
  public long count(DeadLetterFilter filter) {
    String sql = "select count(*) from dead_letter_messages d where " + filter.sql();
    return database.query(
        "counting dead letters",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            filter.bind(select);
            ResultSet row = select.executeQuery();
            return row.next() ? row.getLong(1) : 0;
          }
        });
  }

  /** Marks letters that failed as given up, at most so many; returns how many. */
  public long discard(DeadLetterFilter filter, int limit) {
    return inChunks(
        "discarding dead letters",
        filter.with("FAILED"),
        limit,
        "update dead_letter_messages d set status = 'DISCARDED' from chosen c where d.id = c.id");
  }

  /** Deletes letters for good, at most so many; returns how many. */
  public long purge(DeadLetterFilter filter, int limit) {
    return inChunks(
        "deleting dead letters",
        filter,
        limit,
        "delete from dead_letter_messages d using chosen c where d.id = c.id");
  }

  private long inChunks(String doing, DeadLetterFilter filter, int limit, String change) {
    long changed = 0;
    while (changed < limit) {
      int most = (int) Math.min(CHUNK, limit - changed);
      int chunk = database.transaction(doing, c -> change(c, filter, most, change));
      changed += chunk;
      if (chunk < most) {
        break;
      }
    }
    return changed;
  }

  /** One chunk of letters is changed, in the transaction of whoever calls. */
  static int change(Connection connection, DeadLetterFilter filter, int limit, String change)
      throws SQLException {
    String sql =
        """
        with chosen as (
          select d.id from dead_letter_messages d where %s order by d.id limit ? for update)
        """
                .formatted(filter.sql())
            + change;
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setInt(filter.bind(update), limit);
      return update.executeUpdate();
    }
  }

  /** Deletes a chunk of those that are past their retention; in the caller's transaction. */
  public static int deleteChunk(Connection connection, DeadLetterFilter filter)
      throws SQLException {
    return change(
        connection,
        filter,
        CHUNK,
        "delete from dead_letter_messages d using chosen c where d.id = c.id");
  }

  private static List<DeadLetterDetails> read(ResultSet row) throws SQLException {
    List<DeadLetterDetails> letters = new ArrayList<>();
    while (row.next()) {
      letters.add(
          new DeadLetterDetails(
              row.getLong(1),
              row.getString(2),
              row.getObject(3, Long.class),
              row.getString(4),
              row.getString(5),
              row.getString(6),
              row.getString(7),
              row.getString(8),
              row.getInt(9),
              row.getString(10),
              instant(row, 11),
              instant(row, 12),
              row.getInt(13),
              row.getObject(14) == null ? null : instant(row, 14),
              row.getString(15),
              row.getBytes(16)));
    }
    return letters;
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}

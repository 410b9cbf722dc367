package dev.weir.timescale.deadletter;

import dev.weir.core.route.RouteJob;
import dev.weir.timescale.database.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters to delivery again. A letter's row is locked from before its job is published
 * until it says so: should the job fail at once, that is written after it.
 */
public final class DeadLetterReplay {

  /**
   * A job to be published.
   *
   * @param replay its number, from 1
   */
  public record Candidate(long letterId, RouteJob job, int replay) {}

  /**
   * A letter that cannot be replayed.
   *
   * @param reason for a person
   */
  public record Refused(long letterId, String reason) {}

  /**
   * What came of a chunk.
   *
   * @param lastId the letters up to this one were looked at; null where there was none
   */
  public record Chunk(long published, long failed, List<Refused> refused, @Nullable Long lastId) {}

  /** Publishes jobs; returns the letters whose jobs the stream has. */
  @FunctionalInterface
  public interface Publisher {
    Set<Long> publish(List<Candidate> candidates);
  }

  private static final String SELECT =
      """
      select d.id, d.tenant_id, d.route_id, coalesce(d.delivery_id, 'letter-' || d.id),
        d.original_topic, d.payload, d.raw, d.replays + 1, r.is_enabled,
        r.tenant_id is not distinct from d.tenant_id
      from dead_letter_messages d
      left join message_routes r on r.id = d.route_id
      where
      """
          + ' ';

  private static final String PUBLISHED =
      """
      update dead_letter_messages
      set status = 'REPLAYED', replayed_at = clock_timestamp(), replays = replays + 1,
        delivery_id = coalesce(delivery_id, 'letter-' || id)
      where id = any (?)
      """;

  private final Database database;

  public DeadLetterReplay(Database database) {
    this.database = database;
  }

  /**
   * Replays a chunk of letters, by their ids.
   *
   * @param after ids up to this one are passed over; 0 for none
   */
  public Chunk replay(DeadLetterFilter filter, long after, int limit, Publisher publisher) {
    return database.transaction(
        "replaying dead letters",
        connection -> {
          List<Candidate> candidates = new ArrayList<>();
          List<Refused> refused = new ArrayList<>();
          Long last = choose(connection, filter, after, limit, candidates, refused);
          Set<Long> published = candidates.isEmpty() ? Set.of() : publisher.publish(candidates);
          mark(connection, published);
          return new Chunk(published.size(), candidates.size() - published.size(), refused, last);
        });
  }

  private static @Nullable Long choose(
      Connection connection,
      DeadLetterFilter filter,
      long after,
      int limit,
      List<Candidate> candidates,
      List<Refused> refused)
      throws SQLException {
    Long last = null;
    String sql = SELECT + filter.sql() + " and d.id > ? order by d.id limit ? for update of d";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      int next = filter.bind(select);
      select.setLong(next, after);
      select.setInt(next + 1, limit);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        last = row.getLong(1);
        String fault = fault(row);
        if (fault == null) {
          candidates.add(new Candidate(last, job(row), row.getInt(8)));
        } else {
          refused.add(new Refused(last, fault));
        }
      }
    }
    return last;
  }

  private static @Nullable String fault(ResultSet row) throws SQLException {
    if (row.getObject(9) == null || !row.getBoolean(10)) {
      return "its route is gone";
    }
    if (!row.getBoolean(9)) {
      return "its route is disabled";
    }
    if (row.getString(2) == null || row.getString(5) == null) {
      return "it names no tenant or no topic";
    }
    return row.getObject(6) == null && row.getObject(7) == null ? "it holds no payload" : null;
  }

  private static RouteJob job(ResultSet row) throws SQLException {
    byte[] raw = row.getBytes(7);
    byte[] payload = raw == null ? row.getString(6).getBytes(StandardCharsets.UTF_8) : raw;
    return new RouteJob(
        row.getLong(3), row.getString(2), row.getString(4), row.getString(5), payload);
  }

  private static void mark(Connection connection, Set<Long> published) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(PUBLISHED)) {
      update.setArray(1, connection.createArrayOf("int8", published.toArray()));
      update.executeUpdate();
    }
  }
}

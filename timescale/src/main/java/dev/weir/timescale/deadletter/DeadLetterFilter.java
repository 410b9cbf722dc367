package dev.weir.timescale.deadletter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those that meet all that is set.
 *
 * @param tenantId null for any
 * @param routeId null for any
 * @param status {@code FAILED}, {@code REPLAYED} or {@code DISCARDED}; null for any
 * @param since first time of failing; null for any
 * @param until first time of failing that is not meant any more; null for any
 * @param ids empty for any
 */
public record DeadLetterFilter(
    @Nullable String tenantId,
    @Nullable Long routeId,
    @Nullable String status,
    @Nullable Instant since,
    @Nullable Instant until,
    List<Long> ids) {

  public DeadLetterFilter {
    ids = List.copyOf(ids);
  }

  /** All that failed before a time. */
  public static DeadLetterFilter before(Instant time) {
    return new DeadLetterFilter(null, null, null, null, time, List.of());
  }

  /** The same, of one status. */
  public DeadLetterFilter with(String only) {
    return new DeadLetterFilter(tenantId, routeId, only, since, until, ids);
  }

  /** A condition on {@code dead_letter_messages d}, with a parameter for each that is set. */
  String sql() {
    List<String> conditions = new ArrayList<>(List.of("true"));
    add(conditions, tenantId != null, "d.tenant_id = ?");
    add(conditions, routeId != null, "d.route_id = ?");
    add(conditions, status != null, "d.status = ?");
    add(conditions, since != null, "d.failed_at >= ?");
    add(conditions, until != null, "d.failed_at < ?");
    add(conditions, !ids.isEmpty(), "d.id = any (?)");
    return String.join(" and ", conditions);
  }

  /** Sets the parameters of {@link #sql}, the first ones of a statement; the number of the next. */
  int bind(PreparedStatement statement) throws SQLException {
    Connection connection = statement.getConnection();
    int next = 1;
    if (tenantId != null) {
      statement.setString(next++, tenantId);
    }
    if (routeId != null) {
      statement.setLong(next++, routeId);
    }
    if (status != null) {
      statement.setString(next++, status);
    }
    if (since != null) {
      statement.setObject(next++, since.atOffset(ZoneOffset.UTC));
    }
    if (until != null) {
      statement.setObject(next++, until.atOffset(ZoneOffset.UTC));
    }
    if (!ids.isEmpty()) {
      statement.setArray(next++, connection.createArrayOf("int8", ids.toArray()));
    }
    return next;
  }

  private static void add(List<String> conditions, boolean isSet, String condition) {
    if (isSet) {
      conditions.add(condition);
    }
  }
}

package dev.weir.timescale.quarantine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the quarantine are meant: those that meet all that is set.
 *
 * @param tenantId null for any
 * @param deviceId null for any
 * @param reasons empty for any
 * @param since first time of storing; null for any
 * @param until first time of storing that is not meant any more; null for any
 * @param ids empty for any
 */
public record QuarantineFilter(
    @Nullable String tenantId,
    @Nullable String deviceId,
    List<String> reasons,
    @Nullable Instant since,
    @Nullable Instant until,
    List<Long> ids) {

  public QuarantineFilter {
    reasons = List.copyOf(reasons);
    ids = List.copyOf(ids);
  }

  /** All that was stored before a time. */
  public static QuarantineFilter before(Instant time) {
    return new QuarantineFilter(null, null, List.of(), null, time, List.of());
  }

  /** A condition on {@code quarantine_events e}, with a parameter for each that is set. */
  String sql() {
    List<String> conditions = new ArrayList<>(List.of("true"));
    add(conditions, tenantId != null, "e.tenant_id = ?");
    add(conditions, deviceId != null, "e.device_id = ?");
    add(conditions, !reasons.isEmpty(), "e.reason = any (?)");
    add(conditions, since != null, "e.ingested_at >= ?");
    add(conditions, until != null, "e.ingested_at < ?");
    add(conditions, !ids.isEmpty(), "e.id = any (?)");
    return String.join(" and ", conditions);
  }

  /** Sets the parameters of {@link #sql}, the first ones of a statement; the number of the next. */
  int bind(PreparedStatement statement) throws SQLException {
    Connection connection = statement.getConnection();
    int next = 1;
    if (tenantId != null) {
      statement.setString(next++, tenantId);
    }
    if (deviceId != null) {
      statement.setString(next++, deviceId);
    }
    if (!reasons.isEmpty()) {
      statement.setArray(next++, connection.createArrayOf("text", reasons.toArray()));
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

package dev.weir.timescale.batch;

import dev.weir.core.store.RejectCount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The exact counts of refusals, {@code quarantine_counters_minute}. */
final class RejectCounters {

  /** In rows of the lane's own, so that no lane waits for another; in key order all the same. */
  private static final String ADD =
      """
      insert into quarantine_counters_minute as c (bucket_minute, tenant_id, reason, stream, cnt)
      select to_timestamp(a.minute * 60), a.tenant_id, a.reason, ?, a.cnt
      from unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[]) a (minute, tenant_id, reason, cnt)
      order by a.minute, a.tenant_id collate "C", a.reason collate "C"
      on conflict (bucket_minute, tenant_id, reason, stream) do update set cnt = c.cnt + excluded.cnt
      """;

  private RejectCounters() {}

  static void add(Connection connection, String stream, List<RejectCount> counts)
      throws SQLException {
    Long[] minutes = counts.stream().map(RejectCount::minute).toArray(Long[]::new);
    String[] tenants = counts.stream().map(RejectCount::tenantId).toArray(String[]::new);
    String[] reasons = counts.stream().map(c -> c.reason().name()).toArray(String[]::new);
    Long[] added = counts.stream().map(RejectCount::count).toArray(Long[]::new);
    try (PreparedStatement statement = connection.prepareStatement(ADD)) {
      statement.setString(1, stream);
      statement.setArray(2, connection.createArrayOf("int8", minutes));
      statement.setArray(3, connection.createArrayOf("text", tenants));
      statement.setArray(4, connection.createArrayOf("text", reasons));
      statement.setArray(5, connection.createArrayOf("int8", added));
      statement.executeUpdate();
    }
  }
}

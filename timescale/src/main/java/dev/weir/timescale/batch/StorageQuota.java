package dev.weir.timescale.batch;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many refused messages of a tenant and minute may be stored, exact across all lanes: the rows
 * of {@code quarantine_quota_minute} stay locked until the batch has committed.
 */
final class StorageQuota {

  /**
   * A tenant's minute.
   *
   * @param minute of arrival, minutes since 1970
   */
  record Minute(long minute, String tenantId) {}

  /** How many events want to be stored, and how many a minute may hold. */
  record Wish(int events, int cap) {

    Wish plus(Wish other) {
      return new Wish(events + other.events, cap);
    }
  }

  /** Makes the rows, then locks them: both in key order, as every lane does it. */
  private static final String CLAIM =
      """
      insert into quarantine_quota_minute (bucket_minute, tenant_id)
      select to_timestamp(a.minute * 60), a.tenant_id
      from unnest(?::bigint[], ?::text[]) a (minute, tenant_id)
      order by a.minute, a.tenant_id collate "C"
      on conflict do nothing;

      with locked as (
        select q.bucket_minute, q.tenant_id, a.minute, q.stored,
          least(a.wanted, greatest(a.cap - q.stored, 0)) as granted
        from unnest(?::bigint[], ?::text[], ?::integer[], ?::integer[])
          a (minute, tenant_id, wanted, cap)
        join quarantine_quota_minute q
          on q.bucket_minute = to_timestamp(a.minute * 60) and q.tenant_id = a.tenant_id
        order by q.bucket_minute, q.tenant_id
        for update of q)
      update quarantine_quota_minute q
      set stored = locked.stored + locked.granted, touched_at = now()
      from locked
      where q.bucket_minute = locked.bucket_minute and q.tenant_id = locked.tenant_id
      returning locked.minute, locked.tenant_id, locked.granted
      """;

  private StorageQuota() {}

  /** Takes as much as is left of each wish; what was granted, where anything was. */
  static Map<Minute, Integer> claim(Connection connection, Map<Minute, Wish> wishes)
      throws SQLException {
    Map<Minute, Integer> granted = new HashMap<>();
    if (wishes.isEmpty()) {
      return granted;
    }
    try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
      bind(connection, statement, wishes);
      statement.execute();
      statement.getMoreResults();
      ResultSet rows = statement.getResultSet();
      while (rows.next()) {
        int events = rows.getInt(3);
        if (events > 0) {
          granted.put(new Minute(rows.getLong(1), rows.getString(2)), events);
        }
      }
    }
    return granted;
  }

  private static void bind(
      Connection connection, PreparedStatement statement, Map<Minute, Wish> wishes)
      throws SQLException {
    List<Map.Entry<Minute, Wish>> entries = List.copyOf(wishes.entrySet());
    Array minutes =
        connection.createArrayOf(
            "int8", entries.stream().map(e -> e.getKey().minute()).toArray(Long[]::new));
    Array tenants =
        connection.createArrayOf(
            "text", entries.stream().map(e -> e.getKey().tenantId()).toArray(String[]::new));
    statement.setArray(1, minutes);
    statement.setArray(2, tenants);
    statement.setArray(3, minutes);
    statement.setArray(4, tenants);
    statement.setArray(
        5,
        connection.createArrayOf(
            "int4", entries.stream().map(e -> e.getValue().events()).toArray(Integer[]::new)));
    statement.setArray(
        6,
        connection.createArrayOf(
            "int4", entries.stream().map(e -> e.getValue().cap()).toArray(Integer[]::new)));
  }
}

package dev.weir.timescale.deadletter;

import dev.weir.core.delivery.DeadLetterStore.DeadLetter;
import dev.weir.core.message.Slice;
import dev.weir.core.quarantine.Jsonb;
import dev.weir.core.route.RouteJob;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes letters, and counts what was written and what was not. */
final class DeadLetterRows {

  /** A letter that was discarded stays so: whoever did that knew of it. */
  private static final String UPSERT =
      """
      insert into dead_letter_messages as d (tenant_id, route_id, original_topic, payload, raw,
        destination_type, destination_config, error_message, attempts, delivery_id)
      select i.tenant_id, i.route_id, i.topic, i.payload::jsonb, i.raw, r.destination_type,
        coalesce(weir_without_secrets(r.destination_config), '{}'), i.error, i.attempts,
        i.delivery_id
      from unnest(?, ?, ?, ?, ?, ?, ?, ?)
        as i (delivery_id, tenant_id, route_id, topic, payload, raw, error, attempts)
      left join message_routes r on r.id = i.route_id
      order by i.delivery_id
      on conflict (delivery_id) do update
      set status = 'FAILED', error_message = excluded.error_message,
        attempts = d.attempts + excluded.attempts, failed_at = now(),
        destination_type = excluded.destination_type,
        destination_config = excluded.destination_config
      where d.status <> 'DISCARDED'
      returning d.tenant_id, d.xmax = 0
      """;

  private static final String COUNT =
      """
      insert into dead_letter_counters as c (tenant_id, source, stored, dropped)
      values (?, ?, ?, ?)
      on conflict (tenant_id, source) do update
      set stored = c.stored + excluded.stored, dropped = c.dropped + excluded.dropped
      """;

  private DeadLetterRows() {}

  /**
   * Writes letters.
   *
   * @param source who writes
   * @param dropped of each tenant, how many are only counted
   */
  static void write(
      Connection connection, String source, List<DeadLetter> letters, Map<String, Long> dropped)
      throws SQLException {
    Map<String, Long> stored = letters.isEmpty() ? Map.of() : upsert(connection, letters);
    Collection<String> tenants = new TreeSet<>(stored.keySet());
    tenants.addAll(dropped.keySet());
    try (PreparedStatement count = connection.prepareStatement(COUNT)) {
      for (String tenant : tenants) {
        count.setString(1, tenant);
        count.setString(2, source);
        count.setLong(3, stored.getOrDefault(tenant, 0L));
        count.setLong(4, dropped.getOrDefault(tenant, 0L));
        count.addBatch();
      }
      count.executeBatch();
    }
  }

  private static Map<String, Long> upsert(Connection connection, List<DeadLetter> letters)
      throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      upsert.setArray(1, array(connection, "text", letters, l -> l.job().deliveryId()));
      upsert.setArray(2, array(connection, "text", letters, l -> l.job().tenantId()));
      upsert.setArray(3, array(connection, "int8", letters, l -> l.job().routeId()));
      upsert.setArray(4, array(connection, "text", letters, l -> l.job().topic()));
      upsert.setArray(5, array(connection, "text", letters, l -> json(l.job())));
      upsert.setArray(6, array(connection, "bytea", letters, l -> raw(l.job())));
      upsert.setArray(7, array(connection, "text", letters, DeadLetter::error));
      upsert.setArray(8, array(connection, "int4", letters, DeadLetter::attempts));
      Map<String, Long> stored = new TreeMap<>();
      ResultSet row = upsert.executeQuery();
      while (row.next()) {
        if (row.getBoolean(2)) {
          stored.merge(row.getString(1), 1L, Long::sum);
        }
      }
      return stored;
    }
  }

  private static java.sql.Array array(
      Connection connection,
      String type,
      List<DeadLetter> letters,
      Function<DeadLetter, @Nullable Object> value)
      throws SQLException {
    return connection.createArrayOf(type, letters.stream().map(value).toArray());
  }

  private static @Nullable String json(RouteJob job) {
    return Jsonb.canHold(Slice.of(job.payload()))
        ? new String(job.payload(), StandardCharsets.UTF_8)
        : null;
  }

  private static byte @Nullable [] raw(RouteJob job) {
    return Jsonb.canHold(Slice.of(job.payload())) ? null : job.payload();
  }
}

package dev.weir.timescale.registry;

import dev.weir.core.admission.Subscription;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A MAIN subscription's places, as of one transaction. */
final class MainSubscription {

  private static final String SELECT =
      """
      select tenant_id, subscription_id, device_limit, active_device_count, status, %s, %s
      from subscriptions
      where subscription_type = 'MAIN' and tenant_id = any (?)
      order by tenant_id, subscription_id
      """
          .formatted(Moments.micros("term_start"), Moments.micros("term_end"));

  private final String tenantId;
  private final String id;
  private final Subscription subscription;
  private final long limit;
  private final long before;
  private long count;

  private MainSubscription(ResultSet row) throws SQLException {
    tenantId = row.getString(1);
    id = row.getString(2);
    limit = row.getLong(3);
    before = row.getLong(4);
    count = before;
    subscription = new Subscription(row.getString(5), Moments.validity(row, 6, 7));
  }

  /**
   * Those of some tenants, sorted.
   *
   * @param locked whether nobody else may change them before this transaction ends
   */
  static Map<String, List<MainSubscription>> read(
      Connection connection, Collection<String> tenantIds, boolean locked) throws SQLException {
    String sql = locked ? SELECT + " for no key update" : SELECT;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, connection.createArrayOf("text", tenantIds.toArray()));
      Map<String, List<MainSubscription>> found = new HashMap<>();
      ResultSet row = select.executeQuery();
      while (row.next()) {
        found
            .computeIfAbsent(row.getString(1), t -> new ArrayList<>())
            .add(new MainSubscription(row));
      }
      return found;
    }
  }

  String id() {
    return id;
  }

  /** Places that are left. */
  long room() {
    return Math.max(0, limit - count);
  }

  boolean isInForce(long arrivalMicros, Duration grace) {
    return subscription.isInForce(arrivalMicros, TimeUnit.SECONDS.toMicros(grace.toSeconds()));
  }

  boolean hasRoomAt(long arrivalMicros, Duration grace) {
    return room() > 0 && isInForce(arrivalMicros, grace);
  }

  /** Counts devices that were registered under it. */
  void take(int devices) {
    count += devices;
  }

  /** Writes the count, where it changed; the row must be locked. */
  void save(Connection connection) throws SQLException {
    if (count == before) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update subscriptions set active_device_count = ?
            where tenant_id = ? and subscription_id = ?
            """)) {
      update.setLong(1, count);
      update.setString(2, tenantId);
      update.setString(3, id);
      update.executeUpdate();
    }
  }
}

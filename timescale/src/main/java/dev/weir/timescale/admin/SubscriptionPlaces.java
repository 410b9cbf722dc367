package dev.weir.timescale.admin;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The places that devices take in subscriptions of their tenant. Their rows are locked first, in
 * the order of their ids, and the device's after them: all who attach devices keep to that order,
 * so none waits for another in a circle, and a place is counted once.
 */
final class SubscriptionPlaces {

  private record Place(String subscriptionId, int activeDevices, int deviceLimit) {}

  private final Connection connection;
  private final String tenantId;
  private final Map<String, Place> places = new HashMap<>();

  private SubscriptionPlaces(Connection connection, String tenantId) {
    this.connection = connection;
    this.tenantId = tenantId;
  }

  /**
   * Locks subscriptions until the transaction ends.
   *
   * @param ids null for none; one that is not there is passed over
   */
  static SubscriptionPlaces lock(Connection connection, String tenantId, @Nullable String... ids)
      throws SQLException {
    SubscriptionPlaces locked = new SubscriptionPlaces(connection, tenantId);
    Object[] wanted = Arrays.stream(ids).filter(Objects::nonNull).toArray();
    if (wanted.length > 0) {
      Sql.select(
              connection,
              """
              select subscription_id, active_device_count, device_limit from subscriptions
              where tenant_id = ? and subscription_id = any(?)
              order by subscription_id for update
              """,
              row -> new Place(row.getString(1), row.getInt(2), row.getInt(3)),
              tenantId,
              connection.createArrayOf("text", wanted))
          .forEach(place -> locked.places.put(place.subscriptionId(), place));
    }
    return locked;
  }

  /**
   * Why a device may not move; null where it may.
   *
   * @param from the subscription it is attached to; null for none
   * @param to the one it goes to, which has to be there; null for none
   */
  @Nullable DeviceOutcome refusal(@Nullable String from, @Nullable String to) {
    if (to == null) {
      return null;
    }
    Place place = places.get(to);
    if (place == null) {
      return new DeviceOutcome.NoSubscription(to);
    }
    return to.equals(from) || place.activeDevices() < place.deviceLimit()
        ? null
        : new DeviceOutcome.NoRoom(to, place.activeDevices(), place.deviceLimit());
  }

  /** Counts a move that may be. */
  void move(@Nullable String from, @Nullable String to) throws SQLException {
    if (Objects.equals(from, to)) {
      return;
    }
    count(to, 1);
    count(from, -1);
  }

  /** Never below 0: whoever fills the tables by plain SQL sets the count, or does not. */
  private void count(@Nullable String subscriptionId, int devices) throws SQLException {
    Sql.update(
        connection,
        """
        update subscriptions set active_device_count = greatest(active_device_count + ?, 0)
        where tenant_id = ? and subscription_id = ?
        """,
        devices,
        tenantId,
        subscriptionId);
  }
}

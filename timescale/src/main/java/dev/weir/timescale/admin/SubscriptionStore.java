package dev.weir.timescale.admin;

import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions, for commands. Every method throws {@link dev.weir.core.store.StoreException} where
 * the database cannot be asked.
 */
public final class SubscriptionStore {

  /** What came of a change. */
  public enum Change {
    CHANGED,
    UNKNOWN,
    /** It would end before it starts, and stays as it is. */
    ENDS_BEFORE_IT_STARTS
  }

  private static final String SELECT =
      """
      select tenant_id, subscription_id, subscription_type, device_limit, active_device_count,
        term_start, term_end, status
      from subscriptions
      """;

  private static final String ONE = SELECT + " where tenant_id = ? and subscription_id = ?";

  /** Devices may name it before it is there: plain SQL does so in any order. */
  private static final String INSERT =
      """
      insert into subscriptions (tenant_id, subscription_id, subscription_type, device_limit,
        term_start, term_end, status, active_device_count)
      select ?, ?, ?, ?, ?, ?, ?, count(*)
      from device_registry where tenant_id = ? and subscription_id = ?
      on conflict do nothing
      """;

  private static final String UPDATE =
      """
      update subscriptions
      set subscription_type = ?, device_limit = ?, term_start = ?, term_end = ?, status = ?
      where tenant_id = ? and subscription_id = ?
      """;

  private final Database database;

  public SubscriptionStore(Database database) {
    this.database = database;
  }

  /** Adds a subscription; the devices that name it already are counted. */
  public Addition add(Subscription s) {
    return database.transaction(
        "adding a subscription",
        connection -> {
          if (!TenantStore.hold(connection, s.tenantId())) {
            return Addition.UNKNOWN_OWNER;
          }
          int added =
              Sql.update(
                  connection,
                  INSERT,
                  s.tenantId(),
                  s.subscriptionId(),
                  s.type().name(),
                  s.deviceLimit(),
                  s.termStart(),
                  s.termEnd(),
                  s.status().name(),
                  s.tenantId(),
                  s.subscriptionId());
          return added > 0 ? Addition.ADDED : Addition.PRESENT;
        });
  }

  /**
   * Subscriptions sorted by tenant and id.
   *
   * @param tenantId of one tenant only; null for all
   */
  public List<Subscription> list(@Nullable String tenantId) {
    String sql =
        SELECT
            + """
            where ?::text is null or tenant_id = ?
            order by tenant_id, subscription_id
            """;
    return database.query(
        "listing subscriptions",
        connection -> Sql.select(connection, sql, SubscriptionStore::read, tenantId, tenantId));
  }

  public Optional<Subscription> find(String tenantId, String subscriptionId) {
    return database
        .query(
            "reading a subscription",
            connection ->
                Sql.select(connection, ONE, SubscriptionStore::read, tenantId, subscriptionId))
        .stream()
        .findFirst();
  }

  public Change set(String tenantId, String subscriptionId, SubscriptionChange change) {
    return database.transaction(
        "changing a subscription",
        connection -> {
          for (Subscription before : hold(connection, tenantId, subscriptionId)) {
            return write(connection, change.of(before));
          }
          return Change.UNKNOWN;
        });
  }

  private static Change write(Connection connection, Subscription s) throws SQLException {
    if (s.endsBeforeItStarts()) {
      return Change.ENDS_BEFORE_IT_STARTS;
    }
    Sql.update(
        connection,
        UPDATE,
        s.type().name(),
        s.deviceLimit(),
        s.termStart(),
        s.termEnd(),
        s.status().name(),
        s.tenantId(),
        s.subscriptionId());
    return Change.CHANGED;
  }

  /** Removes a subscription that no device names. */
  public Removal remove(String tenantId, String subscriptionId) {
    return database.transaction(
        "removing a subscription",
        connection -> {
          if (hold(connection, tenantId, subscriptionId).isEmpty()) {
            return Removal.UNKNOWN;
          }
          String devices =
              "select from device_registry where tenant_id = ? and subscription_id = ? limit 1";
          if (Sql.exists(connection, devices, tenantId, subscriptionId)) {
            return Removal.HAS_DEVICES;
          }
          String delete = "delete from subscriptions where tenant_id = ? and subscription_id = ?";
          Sql.update(connection, delete, tenantId, subscriptionId);
          return Removal.REMOVED;
        });
  }

  /** Locks the row, so that no device is attached or detached until the transaction ends. */
  private static List<Subscription> hold(
      Connection connection, String tenantId, String subscriptionId) throws SQLException {
    return Sql.select(
        connection, ONE + " for update", SubscriptionStore::read, tenantId, subscriptionId);
  }

  private static Subscription read(ResultSet row) throws SQLException {
    return new Subscription(
        row.getString(1),
        row.getString(2),
        SubscriptionType.valueOf(row.getString(3)),
        row.getInt(4),
        row.getInt(5),
        Sql.instant(row, 6),
        Sql.instantOrNull(row, 7),
        SubscriptionStatus.valueOf(row.getString(8)));
  }
}

package dev.weir.timescale.admin;

import dev.weir.core.delivery.RouteDefinition;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.route.PostgresRouteDirectory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Routes, for commands. Every method throws {@link dev.weir.core.store.StoreException} where the
 * database cannot be asked.
 */
public final class RouteStore {

  private static final String SELECT =
      "select " + PostgresRouteDirectory.COLUMNS + " from message_routes";

  private static final String INSERT =
      """
      insert into message_routes (tenant_id, name, topic_filter, destination_type,
        destination_config, payload_filter, is_enabled)
      values (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?) returning
      """
          + ' '
          + PostgresRouteDirectory.COLUMNS;

  private static final String UPDATE =
      """
      update message_routes
      set name = ?, topic_filter = ?, destination_type = ?, destination_config = ?::jsonb,
        payload_filter = ?::jsonb, is_enabled = ?
      where id = ? returning
      """
          + ' '
          + PostgresRouteDirectory.COLUMNS;

  private final Database database;

  public RouteStore(Database database) {
    this.database = database;
  }

  /** Adds a route, whose id is given by the database; empty where there is no such tenant. */
  public Optional<RouteDefinition> add(RouteDefinition route) {
    return database.transaction(
        "adding a route",
        connection ->
            TenantStore.hold(connection, route.tenantId())
                ? one(
                    connection,
                    INSERT,
                    route.tenantId(),
                    route.name(),
                    route.topicFilter(),
                    route.destinationType(),
                    route.destinationConfig(),
                    route.payloadFilter(),
                    route.enabled())
                : Optional.empty());
  }

  /**
   * Routes by their ids.
   *
   * @param tenantId null for all tenants'
   */
  public List<RouteDefinition> list(@Nullable String tenantId) {
    String sql = SELECT + " where ?::text is null or tenant_id = ? order by id";
    return database.query(
        "listing routes",
        connection ->
            Sql.select(connection, sql, PostgresRouteDirectory::read, tenantId, tenantId));
  }

  public Optional<RouteDefinition> find(long id) {
    return database.query(
        "reading a route", connection -> one(connection, SELECT + " where id = ?", id));
  }

  /** Changes a route, whose id and tenant stay; empty where there is none. */
  public Optional<RouteDefinition> change(long id, UnaryOperator<RouteDefinition> change) {
    return database.transaction(
        "changing a route",
        connection -> {
          Optional<RouteDefinition> found =
              one(connection, SELECT + " where id = ? for update", id);
          return found.isEmpty() ? found : update(connection, change.apply(found.get()));
        });
  }

  /** Removes a route; false where there is none. Its dead letters stay. */
  public boolean remove(long id) {
    return database.query(
        "removing a route",
        connection -> Sql.update(connection, "delete from message_routes where id = ?", id) > 0);
  }

  private static Optional<RouteDefinition> update(Connection connection, RouteDefinition route)
      throws SQLException {
    return one(
        connection,
        UPDATE,
        route.name(),
        route.topicFilter(),
        route.destinationType(),
        route.destinationConfig(),
        route.payloadFilter(),
        route.enabled(),
        route.id());
  }

  private static Optional<RouteDefinition> one(
      Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
    return Sql.select(connection, sql, PostgresRouteDirectory::read, arguments).stream()
        .findFirst();
  }
}

package dev.weir.timescale.route;

import dev.weir.core.delivery.RouteDefinition;
import dev.weir.core.delivery.RouteDirectory;
import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Reads routes from {@code message_routes}. */
public final class PostgresRouteDirectory implements RouteDirectory {

  /** What {@link #read} reads. */
  public static final String COLUMNS =
      "id, tenant_id, name, topic_filter, destination_type, destination_config, payload_filter,"
          + " is_enabled";

  private final Database database;

  public PostgresRouteDirectory(Database database) {
    this.database = database;
  }

  @Override
  public Map<Long, RouteDefinition> find(Collection<Long> routeIds) {
    return database.query(
        "reading routes",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select " + COLUMNS + " from message_routes where id = any (?)")) {
            select.setArray(1, ids(connection, routeIds));
            Map<Long, RouteDefinition> found = new HashMap<>();
            ResultSet row = select.executeQuery();
            while (row.next()) {
              found.put(row.getLong(1), read(row));
            }
            return found;
          }
        });
  }

  /** The route of a row of {@link #COLUMNS}. */
  public static RouteDefinition read(ResultSet row) throws SQLException {
    return new RouteDefinition(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getBoolean(8));
  }

  private static java.sql.Array ids(Connection connection, Collection<Long> routeIds)
      throws SQLException {
    return connection.createArrayOf("int8", routeIds.toArray());
  }
}

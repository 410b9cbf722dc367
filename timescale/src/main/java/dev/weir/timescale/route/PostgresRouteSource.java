package dev.weir.timescale.route;

import dev.weir.core.delivery.RouteDefinition;
import dev.weir.core.route.InvalidRouteException;
import dev.weir.core.route.Route;
import dev.weir.core.route.RouteSource;
import dev.weir.timescale.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what lanes need of {@code message_routes}. */
public final class PostgresRouteSource implements RouteSource {

  private static final Logger log = LoggerFactory.getLogger(PostgresRouteSource.class);

  private static final long LOG_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final String SELECT =
      "select "
          + PostgresRouteDirectory.COLUMNS
          + " from message_routes"
          + " where tenant_id = any (?) and is_enabled and destination_type <> 'postgresql'"
          + " order by id";

  private final Database database;
  private volatile long nextLog = System.nanoTime();

  public PostgresRouteSource(Database database) {
    this.database = database;
  }

  @Override
  public Map<String, List<Route>> findRoutes(Collection<String> tenantIds) {
    List<RouteDefinition> rows =
        database.query(
            "reading the routes of tenants",
            connection -> {
              try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                select.setArray(1, connection.createArrayOf("text", tenantIds.toArray()));
                List<RouteDefinition> found = new ArrayList<>();
                ResultSet row = select.executeQuery();
                while (row.next()) {
                  found.add(PostgresRouteDirectory.read(row));
                }
                return found;
              }
            });
    Map<String, List<Route>> routes = new HashMap<>();
    for (RouteDefinition row : rows) {
      Route route = understood(row);
      if (route != null) {
        routes.computeIfAbsent(row.tenantId(), tenant -> new ArrayList<>()).add(route);
      }
    }
    return routes;
  }

  /** Commands check routes; plain SQL may write anything. */
  private @Nullable Route understood(RouteDefinition row) {
    try {
      return row.toRoute();
    } catch (InvalidRouteException e) {
      long now = System.nanoTime();
      if (now - nextLog >= 0) {
        nextLog = now + LOG_EVERY_NANOS;
        log.warn(
            "route {} of tenant {} means no message: its {}; put it right: route set {}",
            row.id(),
            row.tenantId(),
            e.getMessage(),
            row.id());
      }
      return null;
    }
  }
}

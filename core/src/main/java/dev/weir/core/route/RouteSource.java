package dev.weir.core.route;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Where lanes learn of routes. */
public interface RouteSource {

  /**
   * Routes that are enabled and have something to deliver ({@code postgresql} has not: its messages
   * are stored already). One whose filters cannot be understood is left out, and logged.
   *
   * @return of each tenant that has any
   * @throws dev.weir.core.store.StoreException the database cannot be asked now
   */
  Map<String, List<Route>> findRoutes(Collection<String> tenantIds);
}

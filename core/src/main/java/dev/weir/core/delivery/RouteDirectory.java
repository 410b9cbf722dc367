package dev.weir.core.delivery;

import java.util.Collection;
import java.util.Map;

/** Routes by their ids, as they are now. */
public interface RouteDirectory {

  /**
   * Routes, enabled or not; those that are not there any more are left out.
   *
   * @throws dev.weir.core.store.StoreException the database cannot be asked now
   */
  Map<Long, RouteDefinition> find(Collection<Long> routeIds);
}

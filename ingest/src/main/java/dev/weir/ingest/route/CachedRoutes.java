package dev.weir.ingest.route;

import dev.weir.core.change.Change;
import dev.weir.core.change.ChangeKind;
import dev.weir.core.change.ChangeListener;
import dev.weir.core.route.Route;
import dev.weir.core.route.RouteSource;
import dev.weir.core.route.TenantRoutes;
import dev.weir.ingest.registry.LookupCache;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Remembers the routes of tenants, compiled, until they change or their time runs out. */
public final class CachedRoutes implements ChangeListener {

  private final LookupCache<String, TenantRoutes> tenants;

  /**
   * Knows nothing yet.
   *
   * @param ttl how long routes are believed where nobody tells of changes
   * @param maxSize tenants remembered
   */
  public CachedRoutes(RouteSource source, Duration ttl, int maxSize) {
    tenants = new LookupCache<>(ids -> compiled(source, ids), ttl, maxSize, (hits, misses) -> {});
  }

  /**
   * The routes of each tenant.
   *
   * @throws dev.weir.core.store.StoreException they cannot be asked for now
   */
  Map<String, TenantRoutes> of(Collection<String> tenantIds) {
    return tenants.resolve(tenantIds);
  }

  @Override
  public void changed(Change change) {
    String tenant = change.key();
    if (change.kind() != ChangeKind.ROUTE) {
      return;
    }
    if (tenant == null) {
      tenants.forgetAll();
    } else {
      tenants.forget(List.of(tenant));
    }
  }

  @Override
  public void everythingMayHaveChanged() {
    tenants.forgetAll();
  }

  /** Most tenants have none, which is remembered as long as if they had. */
  private static Map<String, TenantRoutes> compiled(RouteSource source, Collection<String> ids) {
    Map<String, List<Route>> found = source.findRoutes(ids);
    Map<String, TenantRoutes> compiled = HashMap.newHashMap(ids.size());
    for (String id : ids) {
      List<Route> routes = found.get(id);
      compiled.put(id, routes == null ? TenantRoutes.NONE : new TenantRoutes(routes));
    }
    return compiled;
  }
}

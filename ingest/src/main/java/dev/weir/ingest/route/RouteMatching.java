package dev.weir.ingest.route;

import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.route.Route;
import dev.weir.core.route.TenantRoutes;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the routes that mean the messages of a batch. */
public final class RouteMatching {

  private final CachedRoutes routes;

  public RouteMatching(CachedRoutes routes) {
    this.routes = routes;
  }

  /**
   * The same batch with the routes of what was accepted.
   *
   * @throws dev.weir.core.store.StoreException routes cannot be asked for now
   */
  public List<Judged> match(List<Judged> batch) {
    Set<String> tenants = new HashSet<>();
    for (Judged judged : batch) {
      if (judged.verdict() instanceof Accepted(var message)) {
        tenants.add(message.topic().tenantId());
      }
    }
    Map<String, TenantRoutes> known = routes.of(tenants);
    if (known.values().stream().allMatch(TenantRoutes::isEmpty)) {
      return batch;
    }
    List<Judged> matched = new ArrayList<>(batch.size());
    for (Judged judged : batch) {
      matched.add(
          judged.verdict() instanceof Accepted(var message)
              ? match(
                  judged,
                  message,
                  known.getOrDefault(message.topic().tenantId(), TenantRoutes.NONE))
              : judged);
    }
    return matched;
  }

  private static Judged match(Judged judged, TelemetryMessage message, TenantRoutes of) {
    List<Route> meaning = of.matching(message.topic(), message.payload());
    return meaning.isEmpty() ? judged : new Judged(judged.envelope(), judged.verdict(), meaning);
  }
}

package dev.weir.delivery.dispatch;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that wait for their turn: it goes round the tenants, and round each tenant's routes. A route
 * whose bulkhead is full, or whose rate is used up, is passed over. Not safe for use by many
 * threads.
 */
final class FairQueue {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final DispatchConfig config;
  private final Clock clock;
  private final Pacer pacer;
  private final Map<String, TenantWork> tenants = new HashMap<>();
  private final ArrayDeque<TenantWork> row = new ArrayDeque<>();
  private int waiting;

  /** Has a route put in line again at a time. */
  interface Pacer {
    void lineUpAt(RouteWork route, long nanos);
  }

  FairQueue(DispatchConfig config, Clock clock, Pacer pacer) {
    this.config = config;
    this.clock = clock;
    this.pacer = pacer;
  }

  /** What is at hand for a route; made where there is nothing yet. */
  RouteWork work(String tenantId, long routeId, long nowNanos) {
    TenantWork tenant = tenants.computeIfAbsent(tenantId, TenantWork::new);
    return tenant.routes.computeIfAbsent(routeId, id -> new RouteWork(tenant, id, clock, nowNanos));
  }

  /** Whether one more of such a size is within the shares of its route and tenant. */
  boolean hasRoom(RouteWork route, int bytes, long nowNanos) {
    TenantWork tenant = route.tenant;
    boolean room =
        route.held < config.routeJobs()
            && tenant.held < config.tenantJobs()
            && tenant.heldBytes + bytes <= config.tenantBytes();
    if (!room) {
      route.full(nowNanos);
    }
    return room;
  }

  /** A job is in memory from now on. */
  void hold(HeldJob job) {
    RouteWork route = job.route();
    route.held++;
    route.tenant.held++;
    route.tenant.heldBytes += job.job().payload().length;
  }

  /** A job is in memory no more. */
  void release(HeldJob job, long nowNanos) {
    RouteWork route = job.route();
    route.held--;
    if (route.held < config.routeJobs() / 2) {
      route.noLongerFull();
    }
    route.usedNanos = nowNanos;
    route.tenant.held--;
    route.tenant.heldBytes -= job.job().payload().length;
  }

  /** A job waits for its turn. */
  void add(HeldJob job, long nowNanos) {
    job.route().waiting.addLast(job);
    waiting++;
    lineUp(job.route(), nowNanos);
  }

  /** The job whose turn it is, under way from now on; null where there is none. */
  @Nullable HeldJob next(long nowNanos) {
    TenantWork tenant = row.pollFirst();
    if (tenant == null) {
      return null;
    }
    tenant.lined = false;
    RouteWork route = tenant.row.removeFirst();
    route.lined = false;
    HeldJob job = route.waiting.removeFirst();
    waiting--;
    route.running++;
    tenant.running++;
    if (config.routeRate() > 0) {
      route.nextNanos = Math.max(route.nextNanos, nowNanos) + NANOS_PER_SECOND / config.routeRate();
    }
    lineUp(route, nowNanos);
    lineUp(tenant);
    return job;
  }

  /** An attempt has ended: the route may have another. */
  void finished(RouteWork route, long nowNanos) {
    route.running--;
    route.tenant.running--;
    route.usedNanos = nowNanos;
    route.finishedOne();
    lineUp(route, nowNanos);
    lineUp(route.tenant);
  }

  /** Puts a route in line, where something can be done for it, now or at a known time. */
  void lineUp(RouteWork route, long nowNanos) {
    if (route.lined || route.waiting.isEmpty() || route.running >= config.routeConcurrency()) {
      return;
    }
    route.lined = true;
    if (config.routeRate() > 0 && route.nextNanos - nowNanos > 0) {
      pacer.lineUpAt(route, route.nextNanos);
      return;
    }
    route.tenant.row.addLast(route);
    lineUp(route.tenant);
  }

  /** The time that was set for a route has come. */
  void due(RouteWork route, long nowNanos) {
    route.lined = false;
    lineUp(route, nowNanos);
  }

  /** Takes out all that wait. */
  void drain(Consumer<HeldJob> taker) {
    routes(route -> {
      waiting -= route.waiting.size();
      route.waiting.forEach(taker);
      route.waiting.clear();
      route.tenant.row.clear();
      route.tenant.lined = false;
      route.lined = false;
    });
    row.clear();
  }

  int waiting() {
    return waiting;
  }

  void routes(Consumer<RouteWork> visitor) {
    tenants.values().forEach(tenant -> tenant.routes.values().forEach(visitor));
  }

  /** Forgets routes, and their breakers, for which nothing was at hand for so long. */
  void forgetIdle(long nowNanos, long idleNanos) {
    Iterator<TenantWork> all = tenants.values().iterator();
    while (all.hasNext()) {
      TenantWork tenant = all.next();
      tenant
          .routes
          .values()
          .removeIf(
              route -> route.isIdle() && !route.lined && nowNanos - route.usedNanos >= idleNanos);
      if (tenant.routes.isEmpty()) {
        all.remove();
      }
    }
  }

  private void lineUp(TenantWork tenant) {
    if (!tenant.lined && !tenant.row.isEmpty() && tenant.running < config.tenantConcurrency()) {
      tenant.lined = true;
      row.addLast(tenant);
    }
  }
}

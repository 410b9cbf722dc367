package dev.weir.delivery.dispatch;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * What is at hand for the routes of one tenant. Guarded by the lock of whoever owns the {@link
 * FairQueue}.
 */
final class TenantWork {

  final String tenantId;
  final Map<Long, RouteWork> routes = new HashMap<>();

  /** Routes that something can be done for now, in the order of their turns. */
  final ArrayDeque<RouteWork> row = new ArrayDeque<>();

  /** Whether it stands in the row of tenants. */
  boolean lined;

  /** Attempts under way. */
  int running;

  int held;
  long heldBytes;

  TenantWork(String tenantId) {
    this.tenantId = tenantId;
  }
}

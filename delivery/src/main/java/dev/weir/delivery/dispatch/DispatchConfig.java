package dev.weir.delivery.dispatch;

import java.time.Duration;

/**
 * The bounds of delivery in one process.
 *
 * @param concurrency attempts at the same moment
 * @param routeConcurrency of one route
 * @param routeRate attempts a second of one route; 0 for no bound
 * @param maxAttempts after which a job is given up
 * @param backoff before the second attempt, doubled each time
 * @param maxAge of a job that waits still; an older one is given up
 * @param maxJobs in memory, waiting or under way
 * @param maxBytes of their payloads
 * @param patience after which the queue gives a job away of which nothing is heard
 */
public record DispatchConfig(
    int concurrency,
    int routeConcurrency,
    int routeRate,
    int maxAttempts,
    Duration backoff,
    Duration maxAge,
    int maxJobs,
    long maxBytes,
    Duration patience) {

  /** One tenant's part of what is held in memory: others find room whatever it does. */
  private static final int TENANT_SHARE = 4;

  /** One tenant never has all: a quarter is left to others, however many of its routes hang. */
  int tenantConcurrency() {
    return Math.max(1, concurrency - concurrency / TENANT_SHARE);
  }

  int tenantJobs() {
    return Math.max(1, maxJobs / TENANT_SHARE);
  }

  long tenantBytes() {
    return maxBytes / TENANT_SHARE;
  }

  /** One route's part, so that a dead one leaves room to the tenant's others. */
  int routeJobs() {
    return Math.max(1, tenantJobs() / TENANT_SHARE);
  }
}

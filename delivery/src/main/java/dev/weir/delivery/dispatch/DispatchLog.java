package dev.weir.delivery.dispatch;

import dev.weir.core.route.RouteJob;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what happened to whom, a few times in a while and then only how often more. Never a URL, a
 * secret or a payload. Safe for use by many threads.
 */
final class DispatchLog {

  private static final Logger log = LoggerFactory.getLogger(DispatchLog.class);

  private static final long WHILE_NANOS = 10_000_000_000L;
  private static final int LINES = 20;

  private final AtomicLong since = new AtomicLong(System.nanoTime() - WHILE_NANOS);
  private final AtomicLong said = new AtomicLong();

  void buried(RouteJob job, int attempts, String error) {
    if (maySay()) {
      log.warn(
          "delivery {} of tenant {} by route {} is given up after {} attempts: {};"
              + " ./weir dlq shows it",
          job.deliveryId(),
          job.tenantId(),
          job.routeId(),
          attempts,
          error);
    }
  }

  void malformed(String fault) {
    if (maySay()) {
      log.warn("a message of stream ROUTES is no job, and is dropped: {}", fault);
    }
  }

  void dropped(RouteJob job, String reason) {
    log.debug(
        "delivery {} of tenant {} by route {} is dropped: {}",
        job.deliveryId(),
        job.tenantId(),
        job.routeId(),
        reason);
  }

  void opened(RouteJob job, String error) {
    if (maySay()) {
      log.warn(
          "route {} of tenant {} is left alone for a while: most of its deliveries fail, the last"
              + " with: {}",
          job.routeId(),
          job.tenantId(),
          error);
    }
  }

  void fault(RouteJob job, RuntimeException e) {
    if (maySay()) {
      log.error("delivery {} met a fault of ours, and is tried again", job.deliveryId(), e);
    }
  }

  private boolean maySay() {
    long now = System.nanoTime();
    long from = since.get();
    if (now - from >= WHILE_NANOS && since.compareAndSet(from, now)) {
      long more = said.getAndSet(0) - LINES;
      if (more > 0) {
        log.warn("{} more lines about deliveries were left out", more);
      }
    }
    return said.incrementAndGet() <= LINES;
  }
}

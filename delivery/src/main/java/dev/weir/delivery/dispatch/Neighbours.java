package dev.weir.delivery.dispatch;

import dev.weir.core.delivery.JobQueue;
import dev.weir.core.stream.StreamException;
import java.util.concurrent.TimeUnit;

/** Whether somebody else's jobs wait beside a tenant's, asked once a second. One thread's own. */
final class Neighbours {

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final JobQueue queue;
  private String tenantId = "";
  private boolean answer;
  private long askedNanos = System.nanoTime() - FRESH_NANOS;

  Neighbours(JobQueue queue) {
    this.queue = queue;
  }

  boolean has(String tenant) {
    long now = System.nanoTime();
    if (!tenant.equals(tenantId) || now - askedNanos >= FRESH_NANOS) {
      tenantId = tenant;
      askedNanos = now;
      answer = ask(tenant);
    }
    return answer;
  }

  private boolean ask(String tenant) {
    try {
      return queue.holdsOthersThan(tenant);
    } catch (StreamException e) {
      return true; // then nobody has to stand behind
    }
  }
}

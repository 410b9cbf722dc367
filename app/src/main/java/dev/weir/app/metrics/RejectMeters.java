package dev.weir.app.metrics;

import dev.weir.core.store.RejectCount;
import dev.weir.core.verdict.RejectReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refusals by tenant and reason. Only tenants that exist have a series of their own, and at most
 * {@value #MAX_TENANTS} of them: the rest share {@value #OTHERS}, which no tenant can be called.
 */
final class RejectMeters {

  static final int MAX_TENANTS = 1_000;
  static final String OTHERS = "(others)";

  private record Series(String tenantId, RejectReason reason) {}

  private final MeterRegistry registry;
  private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, Boolean> tenants = new ConcurrentHashMap<>();

  RejectMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void count(RejectCount rejects) {
    Series series = new Series(label(rejects.tenantId()), rejects.reason());
    counters.computeIfAbsent(series, this::register).increment((double) rejects.count());
  }

  private String label(String tenantId) {
    if (tenants.containsKey(tenantId)) {
      return tenantId;
    }
    if (tenants.size() >= MAX_TENANTS) {
      return OTHERS;
    }
    tenants.put(tenantId, true);
    return tenantId;
  }

  private Counter register(Series series) {
    return Counter.builder("weir.rejects")
        .description("Messages refused")
        .tag("tenant_id", series.tenantId())
        .tag("reason", series.reason().name())
        .register(registry);
  }
}

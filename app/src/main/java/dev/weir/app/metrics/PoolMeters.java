package dev.weir.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/** The database connections of this process. */
public final class PoolMeters {

  private PoolMeters() {}

  /**
   * Registers {@code weir_pool_*}.
   *
   * @param active connections in use
   * @param idle connections open and not in use
   * @param waiting threads that wait for one
   * @param max connections at the most
   */
  public static void register(
      MeterRegistry registry,
      IntSupplier active,
      IntSupplier idle,
      IntSupplier waiting,
      IntSupplier max) {
    gauge(registry, "weir.pool.active.connections", "Database connections in use", active);
    gauge(registry, "weir.pool.idle.connections", "Database connections not in use", idle);
    gauge(registry, "weir.pool.waiting.threads", "Threads that wait for a connection", waiting);
    gauge(registry, "weir.pool.max.connections", "Database connections at the most", max);
  }

  private static void gauge(
      MeterRegistry registry, String name, String description, IntSupplier value) {
    Gauge.builder(name, value, IntSupplier::getAsInt)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}

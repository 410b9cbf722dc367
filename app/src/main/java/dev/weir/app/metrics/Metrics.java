package dev.weir.app.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** All meters of a process, and what Prometheus reads of them. */
public final class Metrics implements AutoCloseable {

  private static final String OWN_PREFIX = "weir";

  private final PrometheusRegistry exposition = new PrometheusRegistry();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, exposition, Clock.SYSTEM);
  private final boolean counters;

  private final JvmGcMetrics collections = new JvmGcMetrics();

  /**
   * With the figures of the JVM and the process: {@code jvm_*}, {@code process_*}.
   *
   * @param counters whether Weir's own figures, {@code weir_*}, are kept as well
   */
  public Metrics(boolean counters) {
    this.counters = counters;
    if (!counters) {
      registry.config().meterFilter(MeterFilter.denyNameStartsWith(OWN_PREFIX));
    }
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new JvmInfoMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  public MeterRegistry registry() {
    return registry;
  }

  /** Adds a figure of Weir's own that Micrometer has no kind for. */
  <C extends Collector> C register(C collector) {
    if (counters) {
      exposition.register(collector);
    }
    return collector;
  }

  /** The exposition in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}

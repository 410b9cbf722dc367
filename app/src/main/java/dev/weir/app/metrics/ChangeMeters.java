package dev.weir.app.metrics;

import dev.weir.core.change.Change;
import dev.weir.core.change.ChangeKind;
import dev.weir.core.change.ChangeListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Counts what is told of changes, and hands it on. */
public final class ChangeMeters implements ChangeListener {

  private final ChangeListener next;
  private final Map<ChangeKind, Counter> changes = new EnumMap<>(ChangeKind.class);
  private final Counter everything;

  /** Registers {@code weir_changes_total}, with all its kinds. */
  public ChangeMeters(MeterRegistry registry, ChangeListener next) {
    this.next = next;
    for (ChangeKind kind : ChangeKind.values()) {
      changes.put(kind, counter(registry, kind.text()));
    }
    everything = counter(registry, "everything");
  }

  /**
   * Registers {@code weir_notifications_working}.
   *
   * @param working whether changes are heard now
   */
  public static void register(MeterRegistry registry, BooleanSupplier working) {
    Gauge.builder("weir.notifications.working", working, w -> w.getAsBoolean() ? 1 : 0)
        .description("1 while changes in the database are heard at once")
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void changed(Change change) {
    Counter counter = changes.get(change.kind());
    if (counter != null) {
      counter.increment();
    }
    next.changed(change);
  }

  @Override
  public void everythingMayHaveChanged() {
    everything.increment();
    next.everythingMayHaveChanged();
  }

  private static Counter counter(MeterRegistry registry, String kind) {
    return Counter.builder("weir.changes")
        .description("Changes in the database that were told")
        .tag("kind", kind)
        .register(registry);
  }
}

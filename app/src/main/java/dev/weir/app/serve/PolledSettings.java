package dev.weir.app.serve;

import dev.weir.core.settings.LiveSettings;
import dev.weir.core.settings.SettingsSnapshot;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The live settings, read from the database again and again, and when somebody knows that they have
 * changed. Those last read stay in force.
 */
final class PolledSettings implements LiveSettings, AutoCloseable {

  private final Recurring polling;
  private volatile @Nullable SettingsSnapshot read;

  PolledSettings(Supplier<SettingsSnapshot> source, Duration every) {
    polling = new Recurring("reading the settings", every, () -> read = source.get());
  }

  void start() {
    polling.start();
  }

  /** Makes them be read again, as soon as may be; does not wait for it. */
  void refresh() {
    polling.wake();
  }

  @Override
  public boolean isLoaded() {
    return read != null;
  }

  @Override
  public SettingsSnapshot current() {
    SettingsSnapshot current = read;
    return current == null ? SettingsSnapshot.DEFAULTS : current;
  }

  /** Why they were never read; null where they were. */
  @Nullable String problem() {
    if (isLoaded()) {
      return null;
    }
    String problem = polling.problem();
    return problem == null ? "not read yet" : problem;
  }

  @Override
  public void close() {
    polling.close();
  }
}

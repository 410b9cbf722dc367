package dev.weir.ingest.fakes;

import dev.weir.core.settings.LiveSettings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.lane.LaneContext;
import dev.weir.ingest.registry.CachedRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** What lanes share, made of fakes. */
public final class Contexts {

  private Contexts() {}

  public static LaneContext of(FakeStreams streams, FakeStore store, Semaphore workers) {
    IngestConfig config =
        new IngestConfig(
            "test",
            1,
            1_000,
            10,
            1_000,
            Duration.ofSeconds(1),
            false,
            Duration.ofMinutes(1),
            100,
            Duration.ofHours(1),
            10,
            Duration.ofHours(1));
    LiveSettings settings =
        new LiveSettings() {
          @Override
          public boolean isLoaded() {
            return true;
          }

          @Override
          public SettingsSnapshot current() {
            return SettingsSnapshot.DEFAULTS;
          }
        };
    CachedRegistry registry =
        new CachedRegistry(store, config.cacheTtl(), config.cacheSize(), (hits, misses) -> {});
    return new LaneContext(
        config,
        streams,
        store,
        () -> store,
        store.states,
        registry,
        settings,
        new NoObserver(),
        workers);
  }
}

package dev.weir.ingest.fakes;

import dev.weir.core.admission.AdmissionConfig;
import dev.weir.core.settings.LiveSettings;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.batch.Judges;
import dev.weir.ingest.lane.LaneContext;
import dev.weir.ingest.registry.CachedRegistry;
import dev.weir.ingest.route.CachedRoutes;
import dev.weir.ingest.state.DeviceStates;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** What lanes share, made of fakes. */
public final class Contexts {

  /** The defaults, but devices may send as fast as they like. */
  public static final SettingsSnapshot FAST =
      new SettingsSnapshot(
          new Settings(1_000_000, 1_000_000, 0, 1, 8_192, 50, 128, 300, 2_592_000, true, 1_000),
          Map.of());

  /** Messages that are not to wait for others. */
  public static final int BATCH_SIZE = 10;

  private Contexts() {}

  public static LaneContext of(FakeStreams streams, FakeStore store, Semaphore workers) {
    IngestConfig config =
        new IngestConfig(
            "test",
            1,
            1_000,
            BATCH_SIZE,
            1_000,
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            100,
            new AdmissionConfig(false, false, false, Duration.ZERO),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
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
            return FAST;
          }
        };
    CachedRegistry registry =
        new CachedRegistry(store, config.cacheTtl(), config.cacheSize(), (hits, misses) -> {});
    Judges judges =
        new Judges(
            config,
            registry,
            store,
            ids -> Map.of(),
            new CachedRoutes(tenants -> Map.of(), config.cacheTtl(), config.cacheSize()));
    NoObserver observer = new NoObserver();
    return new LaneContext(
        config,
        streams,
        store,
        () -> store,
        judges::of,
        stream ->
            new DeviceStates(
                stream,
                store.states,
                Runnable::run,
                Runnable::run,
                config.stateInterval(),
                observer,
                System::nanoTime),
        settings,
        observer,
        judges.partitions(),
        workers);
  }
}

package dev.weir.ingest;

import dev.weir.core.admission.DeviceProvisioning;
import dev.weir.core.admission.DeviceRegistry;
import dev.weir.core.change.ChangeListener;
import dev.weir.core.lane.LaneStatus;
import dev.weir.core.lane.LaneStore;
import dev.weir.core.quarantine.ReplaySource;
import dev.weir.core.route.RouteSource;
import dev.weir.core.settings.LiveSettings;
import dev.weir.core.store.BatchWriter;
import dev.weir.core.store.DeviceStateStore;
import dev.weir.core.stream.TelemetryStreams;
import dev.weir.ingest.batch.Judges;
import dev.weir.ingest.lane.LaneContext;
import dev.weir.ingest.registry.CachedRegistry;
import dev.weir.ingest.route.CachedRoutes;
import dev.weir.ingest.share.LaneCoordinator;
import dev.weir.ingest.state.DeviceStates;
import dev.weir.ingest.state.StateWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The ingest role of one process: its share of the lanes. */
public final class IngestService {

  private final CachedRegistry registry;
  private final CachedRoutes routes;
  private final LaneCoordinator coordinator;
  private final Thread thread;

  /**
   * Makes the role; nothing is read before {@link #start}.
   *
   * @param writers makes a writer for one lane to own
   * @param provisioning registers devices, where the configuration says so
   * @param states takes when devices were last seen, and where
   * @param quarantine where replayed messages are taken from
   * @param routes which messages are to be brought elsewhere
   * @param settings in force now; nothing is judged before they were read
   */
  public IngestService(
      IngestConfig config,
      TelemetryStreams streams,
      LaneStore lanes,
      Supplier<BatchWriter> writers,
      DeviceRegistry registry,
      DeviceProvisioning provisioning,
      DeviceStateStore states,
      ReplaySource quarantine,
      RouteSource routes,
      LiveSettings settings,
      IngestObserver observer) {
    this.registry =
        new CachedRegistry(registry, config.cacheTtl(), config.cacheSize(), observer::lookups);
    this.routes = new CachedRoutes(routes, config.cacheTtl(), config.cacheSize());
    Judges judges = new Judges(config, this.registry, provisioning, quarantine, this.routes);
    Semaphore workers = new Semaphore(config.workers(), true);
    StateWriter stateWriter = new StateWriter(workers);
    coordinator =
        new LaneCoordinator(
            new LaneContext(
                config,
                streams,
                lanes,
                writers,
                judges::of,
                stream ->
                    new DeviceStates(
                        stream,
                        states,
                        ForkJoinPool.commonPool(),
                        stateWriter,
                        config.stateInterval(),
                        observer,
                        System::nanoTime),
                settings,
                observer,
                judges.partitions(),
                workers));
    thread = Thread.ofPlatform().name("lane-coordinator").unstarted(coordinator);
  }

  public void start() {
    thread.start();
  }

  /**
   * Reads nothing more, commits the batches in hand, gives the lanes back.
   *
   * @return whether that was done in time; if not, the rest is read again by whoever takes the
   *     lanes
   */
  public boolean stop(Duration timeout) throws InterruptedException {
    coordinator.stop();
    return thread.join(timeout);
  }

  /** To be told of changes: what is remembered of what changed is then asked for again. */
  public List<ChangeListener> changes() {
    return List.of(registry, routes);
  }

  /** What keeps this process from its work; empty while nothing does. Holding no lane is fine. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    String sharing = coordinator.problem();
    if (sharing != null) {
      problems.add(sharing);
    }
    coordinator.lanes().stream()
        .filter(lane -> lane.problem() != null)
        .forEach(lane -> problems.add(lane.grant().stream() + ": " + lane.problem()));
    return problems;
  }

  /** All lanes, whoever holds them, as last seen. */
  public List<LaneStatus> lanes() {
    return coordinator.statuses();
  }
}

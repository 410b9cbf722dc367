package dev.weir.ingest;

import dev.weir.core.admission.DeviceRegistry;
import dev.weir.core.lane.LaneStatus;
import dev.weir.core.lane.LaneStore;
import dev.weir.core.settings.LiveSettings;
import dev.weir.core.store.BatchWriter;
import dev.weir.core.store.DeviceStateStore;
import dev.weir.core.stream.TelemetryStreams;
import dev.weir.ingest.lane.LaneContext;
import dev.weir.ingest.registry.CachedRegistry;
import dev.weir.ingest.share.LaneCoordinator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The ingest role of one process: its share of the lanes. */
public final class IngestService {

  private final LaneCoordinator coordinator;
  private final Thread thread;

  /**
   * Makes the role; nothing is read before {@link #start}.
   *
   * @param writers makes a writer for one lane to own
   * @param settings in force now; nothing is judged before they were read
   */
  public IngestService(
      IngestConfig config,
      TelemetryStreams streams,
      LaneStore lanes,
      Supplier<BatchWriter> writers,
      DeviceStateStore states,
      DeviceRegistry registry,
      LiveSettings settings,
      IngestObserver observer) {
    CachedRegistry cached =
        new CachedRegistry(registry, config.cacheTtl(), config.cacheSize(), observer::lookups);
    Semaphore workers = new Semaphore(config.workers(), true);
    coordinator =
        new LaneCoordinator(
            new LaneContext(
                config, streams, lanes, writers, states, cached, settings, observer, workers));
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

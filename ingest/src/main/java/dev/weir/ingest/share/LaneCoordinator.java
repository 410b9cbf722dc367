package dev.weir.ingest.share;

import dev.weir.core.lane.LaneGrant;
import dev.weir.core.lane.LaneStatus;
import dev.weir.core.message.Subjects;
import dev.weir.core.store.StoreException;
import dev.weir.core.stream.StreamException;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.batch.StopSignal;
import dev.weir.ingest.lane.Lane;
import dev.weir.ingest.lane.LaneContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares the lanes between processes. A few times per lease it says that this process is there,
 * renews its leases, and looks at all lanes: it takes free ones while it holds fewer than its
 * share, and gives some back when it holds more. There is no leader: every process comes to the
 * same shares from the same table, and the table's row locks settle who was first.
 *
 * <p>After an outage of the database leases have run out and nobody has given a sign of life. The
 * first to come back would take all lanes from owners that are well, so it waits for one turn, in
 * which they renew theirs.
 */
public final class LaneCoordinator implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(LaneCoordinator.class);

  private static final long DISCOVER_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long SHORTEST_PAUSE_MILLIS = 20;

  private final LaneContext context;
  private final IngestConfig config;
  private final StopSignal stop = new StopSignal();

  /** Changed by the coordinator's thread alone; anybody may look, however long that one waits. */
  private final Map<String, Held> held = new ConcurrentSkipListMap<>();

  private Set<String> streams = Set.of();
  private long nextDiscovery = System.nanoTime();
  private long nextLog = System.nanoTime();

  /** Whether the database has been away since the last turn that went well. */
  private boolean databaseWasAway;

  private volatile List<LaneStatus> statuses = List.of();
  private volatile long sharedAt = System.nanoTime();
  private volatile @Nullable String problem = "has not taken part yet";

  private record Held(Lane lane, Thread thread) {}

  public LaneCoordinator(LaneContext context) {
    this.context = context;
    config = context.config();
  }

  /** Why this process takes no part in sharing lanes; null while it does. */
  public @Nullable String problem() {
    String told = problem;
    long silenceNanos = System.nanoTime() - sharedAt;
    if (told == null && silenceNanos > config.lease().toNanos()) {
      return "no answer for " + TimeUnit.NANOSECONDS.toSeconds(silenceNanos) + " s";
    }
    return told;
  }

  /** All lanes as last seen, whoever holds them. */
  public List<LaneStatus> statuses() {
    return statuses;
  }

  /** The lanes that this process holds. */
  public List<Lane> lanes() {
    return held.values().stream().map(Held::lane).toList();
  }

  @Override
  public void run() {
    try {
      long pause = 0;
      while (!stop.await(pause)) {
        pause = turn();
      }
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      problem = "takes no part any more";
    }
  }

  /** Takes no more lanes, and ends those that are held after their batches in hand. */
  public void stop() {
    stop.raise();
    lanes().forEach(Lane::stop);
  }

  private void end() throws InterruptedException {
    for (Held one : held.values()) {
      one.thread.join();
    }
    leave();
  }

  private long turn() {
    long pauseMillis = Math.clamp(config.lease().toMillis() / 10, 100, 1_000);
    try {
      discover();
      if (!context.settings().isLoaded()) {
        problem = "the settings were not read yet";
        return pauseMillis;
      }
      pauseMillis = Math.min(pauseMillis, share());
      sharedAt = System.nanoTime();
      databaseWasAway = false;
      problem = null;
    } catch (StoreException | StreamException e) {
      problem = e.getMessage();
      databaseWasAway |= e instanceof StoreException;
      if (System.nanoTime() - nextLog >= 0) {
        nextLog = System.nanoTime() + LOG_EVERY_NANOS;
        log.warn("cannot take part in sharing lanes: {}; trying again", e.getMessage());
      }
    } catch (RuntimeException e) {
      problem = "a fault of ours: " + e.getClass().getSimpleName();
      log.error("cannot take part in sharing lanes; trying again", e);
    }
    return pauseMillis;
  }

  private void discover() {
    if (System.nanoTime() - nextDiscovery < 0) {
      return;
    }
    List<String> names;
    try {
      names = context.streams().names();
    } catch (StreamException e) {
      if (streams.isEmpty()) {
        throw e;
      }
      // those known before are good enough to hold on to, and heartbeats must not wait each time
      nextDiscovery = System.nanoTime() + DISCOVER_EVERY_NANOS;
      return;
    }
    if (names.isEmpty()) {
      throw new StreamException("there are no telemetry streams; run ./weir migrate");
    }
    context.lanes().addMissing(names);
    streams = Set.copyOf(names);
    context.partitions().set((int) names.stream().filter(Subjects::isPartitionStream).count());
    nextDiscovery = System.nanoTime() + DISCOVER_EVERY_NANOS;
  }

  /** One look at the table, and what follows from it; returns milliseconds until the next. */
  private long share() {
    held.values().removeIf(one -> !one.thread.isAlive());
    List<String> members = context.lanes().heartbeat(config.member(), config.lease());
    context.lanes().renew(grants(), config.lease());
    long seenAt = System.nanoTime();
    List<LaneStatus> all =
        context.lanes().list().stream().filter(lane -> streams.contains(lane.stream())).toList();
    statuses = all;
    all.forEach(lane -> checkHeld(lane, seenAt));
    int share = FairShare.of(config.member(), members, all.size());
    giveBack(share);
    if (!databaseWasAway) {
      take(share, all);
    }
    return untilNextExpiry(all);
  }

  private List<LaneGrant> grants() {
    return held.values().stream().map(one -> one.lane.grant()).toList();
  }

  private void checkHeld(LaneStatus status, long seenAt) {
    Held mine = held.get(status.stream());
    if (mine == null) {
      return;
    }
    if (mine.lane.grant().epoch() != status.epoch()) {
      mine.lane.lose();
      return;
    }
    long safeMillis = status.leaseLeftMillis() - config.lease().toMillis() / 2;
    mine.lane.leaseSafeUntil(seenAt + TimeUnit.MILLISECONDS.toNanos(safeMillis));
  }

  private void giveBack(int share) {
    List<Lane> working = working();
    for (int i = share; i < working.size(); i++) {
      log.info("{}: giving back; the share is now {}", working.get(i).grant().stream(), share);
      working.get(i).stop();
    }
  }

  private void take(int share, List<LaneStatus> all) {
    int working = working().size();
    for (LaneStatus status : all) {
      if (working >= share || stop.isRaised()) {
        return;
      }
      if (status.isFree() && !held.containsKey(status.stream())) {
        LaneGrant grant = context.lanes().take(status.stream(), config.member(), config.lease());
        if (grant != null) {
          start(grant, all.size());
          working++;
        }
      }
    }
  }

  private void start(LaneGrant grant, int lanes) {
    log.info("{}: taken under epoch {}", grant.stream(), grant.epoch());
    // each lane may hold its part of the queue twice: once in the reader, once in the batch
    int window = Math.max(1, config.queueSize() / (2 * lanes));
    Lane lane = new Lane(grant, window, context);
    Thread thread =
        Thread.ofPlatform()
            .name("lane-" + grant.stream())
            .uncaughtExceptionHandler(
                (t, e) -> log.error("{}: ended by a fault of ours", grant.stream(), e))
            .start(lane);
    held.put(grant.stream(), new Held(lane, thread));
    if (stop.isRaised()) {
      lane.stop(); // whoever raised it may have looked before
    }
  }

  private List<Lane> working() {
    return lanes().stream().filter(lane -> !lane.isStopping()).toList();
  }

  /** A lane whose owner died is taken the moment its lease runs out, not a turn later. */
  private long untilNextExpiry(List<LaneStatus> all) {
    return all.stream()
        .filter(lane -> !held.containsKey(lane.stream()))
        .mapToLong(LaneStatus::leaseLeftMillis)
        .filter(left -> left > 0)
        .map(left -> Math.max(SHORTEST_PAUSE_MILLIS, left + 1))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void leave() {
    try {
      context.lanes().leave(config.member());
    } catch (StoreException e) {
      log.debug("not signed off: {}", e.getMessage());
    }
  }
}

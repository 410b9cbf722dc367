package dev.weir.ingest.state;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.store.Batch;
import dev.weir.core.store.DeviceSeen;
import dev.weir.core.store.DeviceStateStore;
import dev.weir.core.store.StoreException;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.ingest.IngestObserver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what committed messages tell of their devices and writes it beside the batches, in rounds
 * that begin no sooner than an interval after one another: so a device is written at most once a
 * round, however much it sends. Owned by one lane.
 *
 * <p>A round writes the devices that were waiting when it began, some in each turn of the lane, so
 * that a million of them never make one long transaction. Those seen meanwhile wait behind them for
 * the next round.
 *
 * <p>Nothing here stops the lane: what the database does not take waits, merged with what comes,
 * and so takes no more room than the devices that are registered; a row that it refuses for what it
 * holds is dropped.
 */
public final class DeviceStates {

  private static final Logger log = LoggerFactory.getLogger(DeviceStates.class);

  static final int DEVICES_PER_TURN = 5_000;

  /**
   * Enough to find three single rows in a turn; where most are refused, dropping takes its time.
   */
  static final int REFUSALS_PER_TURN = 40;

  /** A table that somebody holds locked must cost the lane no more than a tenth of its time. */
  static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(5);

  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);

  private final String stream;
  private final DeviceStateStore store;
  private final IngestObserver observer;
  private final LongSupplier nanoTime;
  private final long intervalNanos;
  private final Map<DeviceKey, DeviceSeen> waiting = new LinkedHashMap<>();

  /** How many of those that wait, from the first on, are the round's. */
  private int leftOfRound;

  private long nextRound;
  private long pausedUntil;
  private int refusals;
  private boolean inTrouble;

  /**
   * Makes a lane's.
   *
   * @param interval at least so long between the beginnings of two rounds; zero for none
   * @param nanoTime a clock that never goes back: {@link System#nanoTime}
   */
  public DeviceStates(
      String stream,
      DeviceStateStore store,
      Duration interval,
      IngestObserver observer,
      LongSupplier nanoTime) {
    this.stream = stream;
    this.store = store;
    this.observer = observer;
    this.nanoTime = nanoTime;
    intervalNanos = interval.toNanos();
    nextRound = nanoTime.getAsLong();
    pausedUntil = nextRound;
  }

  /**
   * Takes in a batch that is committed. Nobody keeps a device alive by messages that are refused
   * for what they are; those that came before, or that PostgreSQL did not take, are its own. The
   * newest come first here: what the older ones tell is then nearly always known.
   */
  public void record(Batch batch) {
    int ignored = 0;
    for (Judged judged : batch.messages().reversed()) {
      if (judged.verdict() instanceof Accepted(var message)) {
        DeviceSeen seen = DeviceSeen.of(judged.envelope(), message);
        waiting.merge(seen.key(), seen, DeviceSeen::merge);
        ignored += message.hasUnusableLocation() ? 1 : 0;
      }
    }
    if (ignored > 0) {
      observer.locationsIgnored(stream, ignored);
    }
  }

  /** Whether there is something to write now. */
  public boolean isDue() {
    long now = nanoTime.getAsLong();
    return !waiting.isEmpty()
        && now - pausedUntil >= 0
        && (leftOfRound > 0 || now - nextRound >= 0);
  }

  /**
   * Writes a turn's share of the round; begins one where none is under way.
   *
   * @return devices that wait still
   */
  public int write() {
    if (leftOfRound == 0) {
      leftOfRound = waiting.size();
      nextRound = nanoTime.getAsLong() + intervalNanos;
    }
    refusals = 0;
    try {
      int count = Math.min(leftOfRound, DEVICES_PER_TURN);
      write(waiting.values().stream().limit(count).toList());
      settle(refusals > 0);
    } catch (RuntimeException e) {
      failed(e);
    }
    return waiting.size();
  }

  /** Writes what it can in a second: the lane is somebody else's now. */
  public void writeRest() {
    long start = nanoTime.getAsLong();
    long now = start;
    int left = waiting.size();
    while (left > 0 && now - pausedUntil >= 0 && now - start < LONGEST_FAREWELL.toNanos()) {
      left = write();
      now = nanoTime.getAsLong();
    }
  }

  private void write(List<DeviceSeen> devices) {
    try {
      observer.statesWritten(stream, store.write(devices));
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.POISON || ++refusals > REFUSALS_PER_TURN) {
        throw e;
      }
      isolate(devices, e);
      return;
    }
    done(devices);
  }

  private void isolate(List<DeviceSeen> devices, StoreException cause) {
    int size = devices.size();
    if (size > 1) {
      write(devices.subList(0, size / 2));
      write(devices.subList(size / 2, size));
      return;
    }
    if (!inTrouble) {
      inTrouble = true;
      log.warn(
          "{}: PostgreSQL refuses the state of {} (SQLSTATE {}); it is dropped and counted, and so"
              + " are others",
          stream,
          devices.getFirst().key(),
          cause.sqlState());
    }
    observer.stateRefused(stream);
    done(devices);
  }

  private void done(List<DeviceSeen> devices) {
    devices.forEach(device -> waiting.remove(device.key()));
    leftOfRound -= devices.size();
  }

  private void failed(RuntimeException cause) {
    if (!inTrouble && cause instanceof StoreException) {
      log.warn("{}: device states wait, the lane goes on: {}", stream, cause.getMessage());
    } else if (!inTrouble) {
      log.error("{}: device states wait, the lane goes on: a fault of ours", stream, cause);
    }
    settle(true);
  }

  /** The log hears when trouble begins and when it ends. */
  private void settle(boolean trouble) {
    if (trouble) {
      pausedUntil = nanoTime.getAsLong() + PAUSE_AFTER_TROUBLE.toNanos();
    } else if (inTrouble) {
      log.info("{}: device states are written again", stream);
    }
    inTrouble = trouble;
  }
}

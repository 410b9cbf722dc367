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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of the devices of one stream: gathered in memory, one entry a device, and written no
 * more often than an interval says, a bounded number at a time. What cannot be written stays for
 * the next turn, and never holds the lane up. Owned by one lane.
 *
 * <p>What is in memory when a process dies is lost: a device's last-seen time is then older than it
 * could be, by an interval at the most, until it sends again.
 */
public final class DeviceStates {

  /** So that a million active devices never make one long transaction. */
  static final int MAX_ROWS = 5_000;

  private static final Logger log = LoggerFactory.getLogger(DeviceStates.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DeviceStateStore store;
  private final long intervalNanos;
  private final IngestObserver observer;
  private final LongSupplier nanoTime;
  private final Deque<DeviceSeen> due = new ArrayDeque<>();
  private Map<DeviceKey, Sighting> pending = new HashMap<>();
  private long nextCycle;
  private boolean failing;

  /**
   * Nothing is pending.
   *
   * @param interval the shortest time between two writes of one device's state
   * @param nanoTime {@link System#nanoTime} or a clock like it
   */
  public DeviceStates(
      DeviceStateStore store, Duration interval, IngestObserver observer, LongSupplier nanoTime) {
    this.store = store;
    intervalNanos = interval.toNanos();
    this.observer = observer;
    this.nanoTime = nanoTime;
    nextCycle = nanoTime.getAsLong();
  }

  /** Takes in what a committed batch tells; what was refused was not seen. */
  public void record(Batch batch) {
    long ignored = 0;
    for (Judged judged : batch.messages()) {
      if (judged.verdict() instanceof Accepted(var message)) {
        boolean isFine =
            pending
                .computeIfAbsent(DeviceKey.of(message.topic()), Sighting::new)
                .add(message, judged.envelope().firstArrivalMicros());
        ignored += isFine ? 0 : 1;
      }
    }
    if (ignored > 0) {
      observer.locationsIgnored(ignored);
    }
  }

  /** Writes the next of what is due, if anything is. */
  public void writeIfDue() {
    long now = nanoTime.getAsLong();
    if (now - nextCycle < 0) {
      return;
    }
    if (due.isEmpty()) {
      if (pending.isEmpty()) {
        return;
      }
      begin();
    }
    if (!writeSome()) {
      nextCycle = now + PAUSE_NANOS;
    } else if (due.isEmpty()) {
      nextCycle = now + intervalNanos;
    }
  }

  /** Writes all that is left, as far as that succeeds at once. */
  public void writeAll() {
    do {
      if (due.isEmpty()) {
        begin();
      }
    } while (!due.isEmpty() && writeSome());
  }

  /** Devices whose state is still to be written. */
  int waiting() {
    return due.size() + pending.size();
  }

  private void begin() {
    pending.values().forEach(sighting -> due.add(sighting.seen()));
    pending = new HashMap<>();
  }

  private boolean writeSome() {
    List<DeviceSeen> rows = new ArrayList<>(Math.min(due.size(), MAX_ROWS));
    due.stream().limit(MAX_ROWS).forEach(rows::add);
    try {
      write(rows);
    } catch (StoreException e) {
      if (!failing) {
        log.warn("the state of devices is not written, and is tried again: {}", e.getMessage());
      }
      failing = true;
      return false;
    }
    for (int i = 0; i < rows.size(); i++) {
      due.removeFirst();
    }
    failing = false;
    return true;
  }

  /** A row that somebody's constraint forbids must not keep the others from being written. */
  private void write(List<DeviceSeen> rows) {
    try {
      store.write(rows);
      observer.statesWritten(rows.size());
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.POISON) {
        throw e;
      }
      if (rows.size() == 1) {
        log.warn(
            "the state of device {} is refused (SQLSTATE {}), and dropped",
            rows.getFirst().key(),
            e.sqlState());
        return;
      }
      write(rows.subList(0, rows.size() / 2));
      write(rows.subList(rows.size() / 2, rows.size()));
    }
  }
}

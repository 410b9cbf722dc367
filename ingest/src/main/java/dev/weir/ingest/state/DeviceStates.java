package dev.weir.ingest.state;

import dev.weir.core.store.Batch;
import dev.weir.core.store.DeviceSeen;
import dev.weir.core.store.DeviceStateStore;
import dev.weir.core.store.StoreException;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.ingest.IngestObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what committed messages tell of their devices and has it written beside the batches, in
 * rounds that begin no sooner than an interval after one another: so a device is written at most
 * once a round, however much it sends. Owned by one lane.
 *
 * <p>A round writes the devices that were waiting when it began, some at a time, so that a million
 * of them never make one long transaction, and in the order of their keys: rows that lie side by
 * side cost half of what as many do here and there. Those seen meanwhile wait for the next round.
 *
 * <p>The lane does not wait for it: a thread that all lanes of the process share does the writing.
 * Where messages take all that the machine has, states come later, merged with what follows; they
 * take no more room than the devices that are registered. Nothing here stops the lane: what the
 * database does not take waits likewise, and a row that it refuses for what it holds is dropped.
 */
public final class DeviceStates {

  private static final Logger log = LoggerFactory.getLogger(DeviceStates.class);

  /** A batch of readings is larger: where both wait for a worker, readings get more of the time. */
  static final int DEVICES_PER_WRITE = 1_000;

  /** A table that somebody holds locked must not be tried all the time. */
  static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(5);

  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);

  private final String stream;
  private final DeviceStateStore store;
  private final Executor orderer;
  private final Executor writer;
  private final IngestObserver observer;
  private final LongSupplier nanoTime;
  private final WaitingStates waiting = new WaitingStates();
  private final WriteRounds rounds;

  /** What the writer does; it ends with what is then for the lane to do. */
  private @Nullable CompletableFuture<Runnable> inHand;

  private int inWriting;

  private long pausedUntil;
  private boolean inTrouble;

  /**
   * Makes a lane's.
   *
   * @param orderer where rounds are put in order, which takes CPU alone
   * @param writer where the writing is done
   * @param interval at least so long between the beginnings of two rounds; zero for none
   * @param nanoTime a clock that never goes back: {@link System#nanoTime}
   */
  public DeviceStates(
      String stream,
      DeviceStateStore store,
      Executor orderer,
      Executor writer,
      Duration interval,
      IngestObserver observer,
      LongSupplier nanoTime) {
    this.stream = stream;
    this.store = store;
    this.orderer = orderer;
    this.writer = writer;
    this.observer = observer;
    this.nanoTime = nanoTime;
    rounds = new WriteRounds(waiting, interval, nanoTime);
    pausedUntil = nanoTime.getAsLong();
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
        waiting.add(DeviceSeen.of(judged.envelope(), message));
        ignored += message.hasUnusableLocation() ? 1 : 0;
      }
    }
    if (ignored > 0) {
      observer.locationsIgnored(stream, ignored);
    }
  }

  /** Devices whose state is not written yet. */
  public int waiting() {
    return waiting.size() + inWriting;
  }

  /** Takes note of what was written, and has more written where that is due. */
  public void turn() {
    settleIfDone();
    if (inHand == null && rounds.isDue() && !isPaused()) {
      give(rounds.begin(), orderer);
    }
    if (inHand == null && !rounds.isDone() && !isPaused()) {
      give(nextWrite(), writer);
    }
  }

  private void give(Supplier<Runnable> task, Executor executor) {
    inHand = CompletableFuture.supplyAsync(task, executor);
    settleIfDone();
  }

  private void settleIfDone() {
    CompletableFuture<Runnable> task = inHand;
    if (task != null && task.isDone()) {
      inHand = null;
      outcome(task).run();
    }
  }

  private Runnable outcome(CompletableFuture<Runnable> task) {
    try {
      return task.join();
    } catch (CompletionException e) {
      return () -> {
        log.error("{}: {} device states are lost, the lane goes on", stream, inWriting, e);
        inWriting = 0;
        pausedUntil = nanoTime.getAsLong() + PAUSE_AFTER_TROUBLE.toNanos();
      };
    }
  }

  /** Writes what it can in a second, on the caller's thread: the lane is somebody else's now. */
  public void writeRest() {
    long end = nanoTime.getAsLong() + LONGEST_FAREWELL.toNanos();
    CompletableFuture<Runnable> task = inHand;
    inHand = null;
    boolean isFree = task == null || isOrdering() || isWritten(task);
    while (isFree && waiting.size() > 0 && !isPaused() && nanoTime.getAsLong() - end < 0) {
      if (rounds.isDone()) {
        rounds.beginUnordered(); // there is no time to lose
      }
      nextWrite().get().run();
    }
    if (waiting() > 0) {
      log.info("{}: the last states of up to {} devices are not written", stream, waiting());
    }
  }

  /** Whether what is in hand is a round that is put in order, and no write. */
  private boolean isOrdering() {
    return inWriting == 0;
  }

  private boolean isWritten(CompletableFuture<Runnable> write) {
    try {
      write.get(LONGEST_FAREWELL.toMillis(), TimeUnit.MILLISECONDS).run();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      log.debug("{}: device states are not written in time", stream, e);
    }
    write.cancel(false); // where it has not begun yet
    return false;
  }

  private boolean isPaused() {
    return nanoTime.getAsLong() - pausedUntil < 0;
  }

  /** The next devices of the round. */
  private Supplier<Runnable> nextWrite() {
    List<DeviceSeen> devices = rounds.take(DEVICES_PER_WRITE);
    inWriting = devices.size();
    StateWrite write = new StateWrite(store, devices);
    return () -> {
      StateWrite.Result result = write.get();
      return () -> settle(result);
    };
  }

  private void settle(StateWrite.Result result) {
    inWriting = 0;
    observer.statesWritten(stream, result.written());
    result.refused().forEach(device -> observer.stateRefused(stream));
    result.left().forEach(waiting::add);
    if (!inTrouble) {
      tell(result);
    }
    boolean trouble = result.failure() != null || result.refusal() != null;
    if (trouble) {
      pausedUntil = nanoTime.getAsLong() + PAUSE_AFTER_TROUBLE.toNanos();
    } else if (inTrouble) {
      log.info("{}: device states are written again", stream);
    }
    if (result.failure() != null) {
      rounds.resumeAt(pausedUntil); // what is left has waited long enough
    }
    inTrouble = trouble;
  }

  /** The log hears when trouble begins, and when it ends. */
  private void tell(StateWrite.Result result) {
    if (result.refusal() != null) {
      log.warn(
          "{}: PostgreSQL refuses the state of {} (SQLSTATE {}); it is dropped and counted, and so"
              + " are others",
          stream,
          result.refused().getFirst().key(),
          result.refusal().sqlState());
    } else if (result.failure() instanceof StoreException cause) {
      log.warn("{}: device states wait, the lane goes on: {}", stream, cause.getMessage());
    } else if (result.failure() != null) {
      log.error(
          "{}: device states wait, the lane goes on: a fault of ours", stream, result.failure());
    }
  }
}

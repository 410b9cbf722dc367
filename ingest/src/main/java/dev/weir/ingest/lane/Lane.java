package dev.weir.ingest.lane;

import dev.weir.core.lane.LaneGrant;
import dev.weir.core.message.Envelope;
import dev.weir.core.store.Batch;
import dev.weir.core.store.BatchWriter;
import dev.weir.core.store.StoreException;
import dev.weir.core.stream.StreamException;
import dev.weir.core.stream.StreamReader;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.batch.Backoff;
import dev.weir.ingest.batch.BatchLimit;
import dev.weir.ingest.batch.Committer;
import dev.weir.ingest.batch.Judge;
import dev.weir.ingest.batch.Persistence;
import dev.weir.ingest.batch.Replays;
import dev.weir.ingest.batch.StopSignal;
import dev.weir.ingest.batch.StoppedException;
import dev.weir.ingest.state.DeviceStates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one stream's messages in order from the checkpoint on, batch by batch, for as long as this
 * process holds the lane. Runs on a thread of its own, which owns everything that changes here;
 * while one batch commits, the next one gathers in the reader.
 */
public final class Lane implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private static final Duration IDLE_WAIT = Duration.ofMillis(200);
  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long TRIM_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final LaneContext context;
  private final String stream;
  private final int window;
  private final StopSignal stop = new StopSignal();
  private final Attachment attachment;
  private final Persistence persistence;
  private final Judge judge;
  private final BatchWriter writer;
  private final Committer committer;
  private final DeviceStates states;
  private final Trimmer trimmer;
  private final BatchLimit limit;
  private final Gathering gathering;
  private final int enough;
  private final Backoff backoff = new Backoff();
  private final List<Envelope> envelopes = new ArrayList<>();
  private long nextLog = System.nanoTime();
  private long nextTrim = System.nanoTime() + TRIM_EVERY_NANOS;

  private volatile LaneGrant grant;
  private volatile long leaseSafeUntil = System.nanoTime();
  private volatile boolean ours = true;
  private volatile @Nullable String obstacle;

  /**
   * A lane that was just taken.
   *
   * @param window messages that the reader and the batch may hold, each
   */
  public Lane(LaneGrant grant, int window, LaneContext context) {
    IngestConfig config = context.config();
    this.grant = grant;
    this.window = window;
    this.context = context;
    stream = grant.stream();
    attachment = new Attachment(context.streams(), context.lanes(), System::nanoTime);
    persistence = new Persistence(stream, stop, context.observer(), context.workers());
    judge = context.judges().apply(stream);
    writer = context.writers().get();
    committer = new Committer(writer, persistence, context.observer());
    states = context.states().apply(stream);
    trimmer = new Trimmer(context.streams(), config.replayWindow(), config.replayPercent());
    int most = Math.min(window, config.maxBatchSize());
    limit = new BatchLimit(config.minBatchSize(), most, config.lease());
    enough = Math.min(config.minBatchSize(), most);
    gathering = new Gathering(config.flushInterval(), System.nanoTime());
  }

  public LaneGrant grant() {
    return grant;
  }

  /** Why the lane stands still; null while it does not. */
  public @Nullable String problem() {
    String database = persistence.problem();
    return database == null ? obstacle : database;
  }

  /** Ends the lane after the batch in hand; it is then free for anybody. */
  public void stop() {
    stop.raise();
  }

  /** Ends the lane because it was seen to be somebody else's. */
  public void lose() {
    ours = false;
    stop.raise();
  }

  public boolean isStopping() {
    return stop.isRaised();
  }

  /**
   * Is told that the lease was seen to be ours.
   *
   * @param nanoTime until when more than half of it is left, by {@link System#nanoTime}
   */
  public void leaseSafeUntil(long nanoTime) {
    leaseSafeUntil = nanoTime;
  }

  @Override
  public void run() {
    try {
      while (!stop.isRaised()) {
        attachAndRead();
      }
    } catch (StoppedException e) {
      log.debug("{}: stopped with a batch in hand, which stays in the stream", stream);
    } catch (StoreException e) {
      ours = false; // only FENCED comes this far
      log.warn("{}: {}; letting go", stream, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      try (writer) {
        letGo();
      }
    }
  }

  private void attachAndRead() throws InterruptedException {
    try {
      grant = persistence.persist(() -> attachment.attach(grant));
      long from = grant.checkpoint().lastSeq() + 1;
      try (StreamReader reader = context.streams().open(stream, from, window)) {
        log.debug("{}: reading from sequence {}", stream, from);
        read(reader);
      }
    } catch (StreamException e) {
      pause("stream: " + e.getMessage(), null);
    } catch (StoppedException | StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      pause("a fault of ours: " + e.getClass().getSimpleName(), e);
    }
  }

  /** The log hears of what is new, and now and then of what lasts. */
  private void pause(String why, @Nullable RuntimeException fault) throws InterruptedException {
    long now = System.nanoTime();
    if (!why.equals(obstacle) || now - nextLog >= 0) {
      nextLog = now + LOG_EVERY_NANOS;
      if (fault == null) {
        log.warn("{}: {}; attaching anew", stream, why);
      } else {
        log.error("{}: {}; attaching anew", stream, why, fault);
      }
    }
    obstacle = why;
    stop.await(backoff.nextMillis());
  }

  private void read(StreamReader reader) throws InterruptedException {
    while (!stop.isRaised()) {
      envelopes.clear();
      reader.gather(enough, gathering.nanosLeft(System.nanoTime()));
      if (reader.read(envelopes, limit.current(), IDLE_WAIT) > 0) {
        gathering.taken(System.nanoTime());
        for (List<Envelope> part : Replays.parts(envelopes)) {
          work(part);
        }
      }
      recovered();
      context
          .observer()
          .position(
              stream,
              grant.checkpoint().lastSeq(),
              reader.backlog(),
              judge.buckets(),
              states.waiting());
      trimIfDue();
      states.turn();
    }
  }

  /** Only now: a reader that opens and fails at once has not got any further. */
  private void recovered() {
    backoff.reset();
    if (obstacle != null) {
      obstacle = null;
      log.info("{}: reading again", stream);
    }
  }

  private void work(List<Envelope> part) throws InterruptedException {
    context.observer().received(stream, part.size());
    long gaps = gaps(part);
    Batch batch = persistence.persist(() -> judge(part, gaps));
    long start = System.nanoTime();
    grant = committer.commit(grant, batch);
    long nanos = System.nanoTime() - start;
    limit.committed(part.size(), nanos);
    gathering.committed(nanos);
    judge.committed(batch.settings());
    states.record(batch);
  }

  /** No row of the batch is written yet: what is refused now is for an operator to see to. */
  private Batch judge(List<Envelope> part, long gaps) {
    try {
      return judge.judge(part, gaps, context.settings().current());
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.POISON) {
        throw e;
      }
      String message = "judging a batch: " + e.getMessage();
      throw new StoreException(StoreException.Kind.HOLD, e.sqlState(), message, e);
    }
  }

  /** Sequences that are missing between the checkpoint and the last message read. */
  private long gaps(List<Envelope> part) {
    long previous = grant.checkpoint().lastSeq();
    long gaps = 0;
    for (Envelope envelope : part) {
      if (envelope.seq() <= previous) {
        throw new StreamException("sequence " + envelope.seq() + " after " + previous);
      }
      gaps += envelope.seq() - previous - 1;
      previous = envelope.seq();
    }
    if (gaps > 0) {
      context.observer().gap(stream, gaps);
      log.warn(
          "{}: {} sequences are missing after {}: messages were deleted before they were read",
          stream,
          gaps,
          grant.checkpoint().lastSeq());
    }
    return gaps;
  }

  /** Only an owner with a good part of its lease left may delete. */
  private void trimIfDue() {
    long now = System.nanoTime();
    if (now - nextTrim < 0 || now - leaseSafeUntil > 0) {
      return;
    }
    nextTrim = now + TRIM_EVERY_NANOS;
    try {
      trimmer.trim(stream, grant.checkpoint());
    } catch (StreamException e) {
      log.debug("{}: not trimmed: {}", stream, e.getMessage());
    }
  }

  private void letGo() {
    stop.raise();
    context.observer().released(stream);
    if (!ours) {
      return;
    }
    try {
      context.lanes().release(grant);
      log.info("{}: released at sequence {}", stream, grant.checkpoint().lastSeq());
      states.writeRest();
    } catch (StoreException e) {
      log.warn("{}: not released ({}); its lease runs out", stream, e.getMessage());
    }
  }
}

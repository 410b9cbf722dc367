package dev.weir.ingest.lane;

import dev.weir.core.lane.Checkpoint;
import dev.weir.core.lane.LaneGrant;
import dev.weir.core.lane.LaneStore;
import dev.weir.core.store.StoreException;
import dev.weir.core.stream.StreamException;
import dev.weir.core.stream.StreamState;
import dev.weir.core.stream.TelemetryStreams;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that a checkpoint and a stream belong together before reading starts.
 *
 * <p>A stream may have been deleted and made again, restored from a copy, or have lost its end with
 * the power. Its messages then carry sequences that the checkpoint has seen before. The message at
 * the checkpoint tells: where the broker's time of it is the recorded one, the history is the same.
 * Where it is not, a new incarnation begins at the first message that is not known to be stored.
 *
 * <p>A stream that ends before the checkpoint may also be one whose new leader has still to apply
 * what its cluster has agreed on. It gets time to.
 */
final class Attachment {

  private static final Logger log = LoggerFactory.getLogger(Attachment.class);

  private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final TelemetryStreams streams;
  private final LaneStore lanes;
  private final LongSupplier nanoTime;

  /** Since when the stream has ended before the checkpoint; 0 where it does not. */
  private long behindSince;

  Attachment(TelemetryStreams streams, LaneStore lanes, LongSupplier nanoTime) {
    this.streams = streams;
    this.lanes = lanes;
    this.nanoTime = nanoTime;
  }

  /**
   * Checks a lane against its stream.
   *
   * @return the grant from whose checkpoint reading goes on
   * @throws StoreException {@code FENCED} where the lane is no longer ours
   * @throws StreamException where the stream cannot be asked, is not there, or may catch up
   */
  LaneGrant attach(LaneGrant grant) {
    StreamState stream = streams.state(grant.stream());
    if (stream == null) {
      throw new StreamException("there is no stream " + grant.stream());
    }
    Checkpoint checkpoint = grant.checkpoint();
    if (checkpoint.streamCreatedNanos() == 0) {
      return begin(grant, 0, 0, stream);
    }
    boolean sameCreation = checkpoint.streamCreatedNanos() == stream.createdNanos();
    if (sameCreation && checkpoint.lastSeq() > stream.lastSeq()) {
      awaitCatchUp(checkpoint, stream);
    }
    behindSince = 0;
    if (isSameHistory(checkpoint, stream, sameCreation)) {
      return sameCreation
          ? grant
          : begin(grant, checkpoint.lastSeq(), checkpoint.lastTimeNanos(), stream);
    }
    long lastSeq = sameCreation ? lastStored(checkpoint, stream) : 0;
    log.warn(
        "{}: the stream is not the one that was read up to sequence {}: {}; reading goes on after"
            + " sequence {} under a new incarnation",
        grant.stream(),
        checkpoint.lastSeq(),
        sameCreation ? "it was rewound or restored" : "it was made again",
        lastSeq);
    return begin(grant, lastSeq, timeOf(lastSeq, checkpoint, stream), stream);
  }

  private void awaitCatchUp(Checkpoint checkpoint, StreamState stream) {
    long now = nanoTime.getAsLong();
    behindSince = behindSince == 0 ? now : behindSince;
    if (now - behindSince < CATCH_UP_NANOS) {
      throw new StreamException(
          "the stream ends at sequence %d, before the checkpoint %d: its server may still catch up"
              .formatted(stream.lastSeq(), checkpoint.lastSeq()));
    }
  }

  private boolean isSameHistory(Checkpoint checkpoint, StreamState stream, boolean sameCreation) {
    if (checkpoint.lastSeq() == 0) {
      return sameCreation;
    }
    if (checkpoint.lastSeq() > stream.lastSeq()) {
      return false;
    }
    OptionalLong time = streams.arrivalNanos(stream.stream(), checkpoint.lastSeq());
    // the message may have been purged by hand: sequences of one creation are never used again
    return time.isPresent() ? time.getAsLong() == checkpoint.lastTimeNanos() : sameCreation;
  }

  /** Whatever the broker took after the checkpoint's message is new, whatever its sequence. */
  private long lastStored(Checkpoint checkpoint, StreamState stream) {
    OptionalLong first = streams.firstSeqAfter(stream.stream(), checkpoint.lastTimeNanos());
    return first.isPresent() ? first.getAsLong() - 1 : stream.lastSeq();
  }

  /** What the next attach will find at the new start; where nothing is, no later than it was. */
  private long timeOf(long lastSeq, Checkpoint checkpoint, StreamState stream) {
    return lastSeq == 0
        ? 0
        : streams.arrivalNanos(stream.stream(), lastSeq).orElse(checkpoint.lastTimeNanos());
  }

  private LaneGrant begin(LaneGrant grant, long lastSeq, long lastTimeNanos, StreamState stream) {
    Checkpoint start = new Checkpoint(lastSeq, lastTimeNanos, stream.createdNanos(), 0);
    LaneGrant begun = lanes.reincarnate(grant, start);
    if (begun == null) {
      throw new StoreException(
          StoreException.Kind.FENCED, null, "the lane " + grant.stream() + " was taken over", null);
    }
    return begun;
  }
}

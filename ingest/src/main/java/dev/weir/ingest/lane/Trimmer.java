package dev.weir.ingest.lane;

import dev.weir.core.lane.Checkpoint;
import dev.weir.core.stream.StreamState;
import dev.weir.core.stream.TelemetryStreams;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Deletes what is committed from the stream, but for a window from which it could be read again:
 * the smaller of a time and a share of what the stream may hold. Owned by one lane.
 */
final class Trimmer {

  private static final int POSITIONS_KEPT = 60;

  private record Position(long nanoTime, long seq) {}

  private final TelemetryStreams streams;
  private final long windowNanos;
  private final int windowPercent;
  private final Deque<Position> positions = new ArrayDeque<>();

  Trimmer(TelemetryStreams streams, Duration window, int windowPercent) {
    this.streams = streams;
    windowNanos = window.toNanos();
    this.windowPercent = windowPercent;
  }

  /**
   * Trims the stream, if there is something to trim.
   *
   * @param checkpoint where the lane stands; the message there is kept
   */
  void trim(String name, Checkpoint checkpoint) {
    StreamState stream = streams.state(name);
    if (stream == null || stream.messages() == 0) {
      return;
    }
    long committedSeq = checkpoint.lastSeq();
    long wanted = Math.max(outOfTime(committedSeq), outOfShare(stream, committedSeq));
    // on a stream that ends earlier a purge up to a sequence would delete everything
    long below = Math.min(wanted, Math.min(committedSeq, stream.lastSeq()));
    if (below > stream.firstSeq() && isTheOneRead(stream, checkpoint)) {
      streams.purgeBelow(name, below);
    }
  }

  /**
   * Whether this is the history that the checkpoint speaks of. A stream may be made again or
   * restored while its lane commits a batch; what is below the checkpoint was then never read.
   */
  private boolean isTheOneRead(StreamState stream, Checkpoint checkpoint) {
    if (stream.createdNanos() != checkpoint.streamCreatedNanos()) {
      return false;
    }
    OptionalLong time = streams.arrivalNanos(stream.stream(), checkpoint.lastSeq());
    return time.isPresent() && time.getAsLong() == checkpoint.lastTimeNanos();
  }

  /** The position as it was a window ago; 0 while that is not known. */
  private long outOfTime(long committedSeq) {
    long now = System.nanoTime();
    Position newest = positions.peekLast();
    if (newest == null || now - newest.nanoTime >= windowNanos / POSITIONS_KEPT) {
      positions.addLast(new Position(now, committedSeq));
    }
    long seq = 0;
    while (!positions.isEmpty() && now - positions.getFirst().nanoTime >= windowNanos) {
      seq = positions.removeFirst().seq;
    }
    return seq;
  }

  /** The first sequence of the share of the stream that committed messages may take. */
  private long outOfShare(StreamState stream, long committedSeq) {
    long keptMessages = Long.MAX_VALUE;
    if (stream.maxBytes() > 0) {
      long bytesPerMessage = Math.max(1, stream.bytes() / stream.messages());
      keptMessages = stream.maxBytes() / 100 * windowPercent / bytesPerMessage;
    }
    // all of them may be one tenant's, whose next message the server would refuse
    if (stream.maxMessagesPerSubject() > 0) {
      keptMessages = Math.min(keptMessages, stream.maxMessagesPerSubject() * windowPercent / 100);
    }
    return Math.max(0, committedSeq - keptMessages);
  }
}

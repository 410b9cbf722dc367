package dev.weir.ingest.lane;

import dev.weir.core.stream.StreamState;
import dev.weir.core.stream.TelemetryStreams;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Deletes what is committed from the stream, but for a window from which it could be read again:
 * the smaller of a time and a share of the stream's size. Owned by one lane.
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
   * @param committedSeq sequence of the last message committed; that message itself is kept
   */
  void trim(String name, long committedSeq) {
    StreamState stream = streams.state(name);
    if (stream == null || stream.messages() == 0) {
      return;
    }
    long wanted = Math.max(outOfTime(committedSeq), outOfShare(stream, committedSeq));
    // on a stream that ends earlier a purge up to a sequence would delete everything
    long below = Math.min(wanted, Math.min(committedSeq, stream.lastSeq()));
    if (below > stream.firstSeq()) {
      streams.purgeBelow(name, below);
    }
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
    if (stream.maxBytes() <= 0) {
      return 0;
    }
    long bytesPerMessage = Math.max(1, stream.bytes() / stream.messages());
    long keptMessages = stream.maxBytes() / 100 * windowPercent / bytesPerMessage;
    return committedSeq - keptMessages;
  }
}

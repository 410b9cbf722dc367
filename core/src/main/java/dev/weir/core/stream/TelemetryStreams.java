package dev.weir.core.stream;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The streams that carry telemetry. Every method throws {@link StreamException} where the broker
 * cannot be asked now.
 */
public interface TelemetryStreams {

  /** Names of the telemetry streams that exist, sorted. */
  List<String> names();

  /** Null where there is no such stream. */
  @Nullable StreamState state(String stream);

  /** The broker's time of a message, nanoseconds since 1970; empty where it is gone. */
  OptionalLong arrivalNanos(String stream, long seq);

  /** Sequence of the first message that arrived after a time; empty where there is none. */
  OptionalLong firstSeqAfter(String stream, long timeNanos);

  /**
   * Starts to read in order.
   *
   * @param startSeq sequence of the first message wanted; must not lie beyond the stream's end + 1
   * @param window messages that may wait in memory
   */
  StreamReader open(String stream, long startSeq, int window);

  /** Deletes all messages below a sequence, which must not lie beyond the stream's end. */
  void purgeBelow(String stream, long seq);
}

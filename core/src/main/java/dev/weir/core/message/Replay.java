package dev.weir.core.message;

import org.jspecify.annotations.Nullable;

/**
 * What makes a message a replay: it stands for one of the quarantine's, which is judged anew under
 * the rules and at the time of now, and keeps the identity that it came with.
 */
public sealed interface Replay {

  /** Of the quarantined message; 0 or less where none is named that could be there. */
  long eventId();

  /** Nothing but the wish, as it came from the stream. One that finds nothing stays as it is. */
  record Requested(long eventId) implements Replay {}

  /**
   * The quarantine has it, and whoever sent the wish may ask for it.
   *
   * @param origin where and when it came first
   * @param bodySize bytes of its payload as they arrived, by which its size is judged
   * @param isWhole false where only the beginning is kept, which cannot be judged
   * @param tokenHash SHA-256 of the token that was presented; null where there was none, or none
   *     that can be one
   */
  @SuppressWarnings("ArrayRecordComponent") // compared in constant time, never by equals
  record Resolved(
      long eventId, Origin origin, long bodySize, boolean isWhole, byte @Nullable [] tokenHash)
      implements Replay {

    /** Its place; it holds the hash of a token. */
    @Override
    public String toString() {
      return "Resolved[eventId=" + eventId + ", " + origin + ']';
    }
  }

  /**
   * The identity of a message that is replayed, however often.
   *
   * @param stream its name; null where it never was in one
   * @param incarnation of the stream
   * @param seq its sequence there
   * @param arrivalMicros when the broker took it, microseconds since 1970
   */
  record Origin(@Nullable String stream, long incarnation, long seq, long arrivalMicros) {

    /** No stream's: those that are given begin at 1. */
    private static final long OF_THE_QUARANTINE = 0;

    /** That of a row which somebody wrote into the quarantine by hand: its id names it for ever. */
    public static Origin ofQuarantine(long eventId, long arrivalMicros) {
      return new Origin(null, OF_THE_QUARANTINE, eventId, arrivalMicros);
    }
  }
}

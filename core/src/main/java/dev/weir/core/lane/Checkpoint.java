package dev.weir.core.lane;

/**
 * How far a lane has come, as committed together with the rows it covers.
 *
 * @param lastSeq stream sequence of the last message accounted for; 0 before the first
 * @param lastTimeNanos the broker's time of that message, nanoseconds since 1970; 0 before the
 *     first
 * @param streamCreatedNanos when the stream was made, as the broker tells it; 0 before the first
 *     attach
 * @param incarnation our number for this history of the stream, unique in the installation; with a
 *     sequence it names a message for ever
 */
public record Checkpoint(
    long lastSeq, long lastTimeNanos, long streamCreatedNanos, long incarnation) {

  public Checkpoint advancedTo(long seq, long timeNanos) {
    return new Checkpoint(seq, timeNanos, streamCreatedNanos, incarnation);
  }

  public Checkpoint under(long otherIncarnation) {
    return new Checkpoint(lastSeq, lastTimeNanos, streamCreatedNanos, otherIncarnation);
  }
}

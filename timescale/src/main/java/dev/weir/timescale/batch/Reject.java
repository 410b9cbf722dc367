package dev.weir.timescale.batch;

import dev.weir.core.message.Envelope;
import dev.weir.core.verdict.Verdict.Rejected;

/**
 * A refused message.
 *
 * @param position in the batch
 */
record Reject(int position, Envelope envelope, Rejected verdict) {

  private static final long NANOS_PER_MINUTE = 60_000_000_000L;

  /** Minute of arrival, minutes since 1970. */
  long minute() {
    return Math.floorDiv(envelope.arrivalNanos(), NANOS_PER_MINUTE);
  }
}

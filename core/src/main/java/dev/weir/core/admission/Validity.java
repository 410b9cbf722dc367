package dev.weir.core.admission;

import java.util.List;

/**
 * A span of time, bounds included.
 *
 * @param fromMicros microseconds since 1970; {@link Long#MIN_VALUE} for no beginning
 * @param untilMicros microseconds since 1970; {@link Long#MAX_VALUE} for no end
 */
public record Validity(long fromMicros, long untilMicros) {

  public boolean covers(long micros) {
    return fromMicros <= micros && micros <= untilMicros;
  }

  /** Whether a moment lies in any of several spans. */
  static boolean anyCovers(List<Validity> spans, long micros) {
    for (Validity span : spans) {
      if (span.covers(micros)) {
        return true;
      }
    }
    return false;
  }

  /** The same with an end that is later by a while. */
  Validity extended(long micros) {
    long latest = Long.MAX_VALUE - micros;
    return new Validity(fromMicros, untilMicros > latest ? Long.MAX_VALUE : untilMicros + micros);
  }
}

package dev.weir.timescale.quarantine;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A replay as it is recorded.
 *
 * @param requestedBy whoever asked for it
 * @param filter which events were meant, as JSON
 * @param selected events that met the filter
 * @param published of these, messages that the stream has
 * @param stored of these, readings that are stored now
 * @param duplicates readings that were stored before
 * @param refused messages that were refused again
 * @param reasons why, as far as the events are still there and were not replayed once more
 */
public record ReplayRecord(
    long id,
    Instant requestedAt,
    String requestedBy,
    String filter,
    long selected,
    long published,
    long stored,
    long duplicates,
    long refused,
    Map<String, Long> reasons) {

  public ReplayRecord {
    reasons = Collections.unmodifiableMap(new TreeMap<>(reasons));
  }

  /** Messages that are published and not judged yet. */
  public long unsettled() {
    return Math.max(0, published - stored - duplicates - refused);
  }
}

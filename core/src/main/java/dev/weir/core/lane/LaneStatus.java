package dev.weir.core.lane;

import org.jspecify.annotations.Nullable;

/**
 * A lane as everybody sees it.
 *
 * @param owner null where nobody holds it
 * @param leaseLeftMillis milliseconds until the lease runs out, by the database's clock; negative
 *     once it has
 */
public record LaneStatus(
    String stream,
    long epoch,
    long lastSeq,
    @Nullable String owner,
    long leaseLeftMillis,
    LaneTotals totals) {

  public boolean isFree() {
    return owner == null || leaseLeftMillis <= 0;
  }
}

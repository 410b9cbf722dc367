package dev.weir.timescale.quarantine;

import java.time.Instant;

/** How many messages of a tenant were refused for a reason, stored or not, in a span of time. */
public record ReasonCount(Instant from, String tenantId, String reason, long count) {

  /** The length of a span. */
  public enum Span {
    MINUTE,
    HOUR,
    DAY
  }
}

package dev.weir.chaos.ledger;

import dev.weir.core.verdict.RejectReason;
import java.util.Map;

/**
 * What one publisher got acknowledged.
 *
 * @param generation which creation of the streams took it, from 0
 * @param doubtful how many may be there beside them, by what they are refused for: what got no
 *     answer at first, and then a refusal
 */
public record Load(int generation, Acknowledged acknowledged, Map<RejectReason, Long> doubtful) {

  /** A publisher's that nobody refuses. */
  public Load(int generation, Acknowledged acknowledged) {
    this(generation, acknowledged, Map.of());
  }
}

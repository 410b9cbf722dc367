package dev.weir.chaos.run;

import dev.weir.chaos.ledger.Findings;
import dev.weir.chaos.ledger.Findings.Kind;
import java.time.Duration;

/**
 * What a fault did.
 *
 * @param recovery from its return until all that was acknowledged by then was accounted for
 */
public record FaultRow(String fault, Findings findings, Duration recovery) {

  /** A line of the table. What is misplaced or miscounted makes a run fail and has no column. */
  public String toMarkdown() {
    String removed =
        findings.removed() == 0 ? "" : " (" + findings.removed() + " removed by hand, each told)";
    return "| %s%s | %,d | %d | %d | %d | %d | %.1f |%n"
        .formatted(
            fault,
            removed,
            findings.messages(),
            findings.count(Kind.LOST),
            findings.count(Kind.DOUBLED),
            findings.count(Kind.ALTERED),
            findings.count(Kind.OUT_OF_ORDER),
            recovery.toMillis() / 1_000.0);
  }
}

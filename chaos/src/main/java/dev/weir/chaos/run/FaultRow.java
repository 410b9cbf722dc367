package dev.weir.chaos.run;

import dev.weir.chaos.ledger.Findings;
import dev.weir.chaos.ledger.Findings.Kind;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a fault did.
 *
 * @param recovery from its return until all that was acknowledged by then was accounted for; null
 *     where nothing was to recover
 */
public record FaultRow(String fault, Findings findings, @Nullable Duration recovery) {

  /** A line of the table. What is misplaced or miscounted makes a run fail and has no column. */
  public String toMarkdown() {
    String removed =
        findings.removed() == 0 ? "" : " (" + findings.removed() + " removed by hand, each told)";
    return String.format(
        Locale.ROOT,
        "| %s%s | %,d | %d | %d | %d | %d | %s |\n",
        fault,
        removed,
        findings.messages(),
        findings.count(Kind.LOST),
        findings.count(Kind.DOUBLED),
        findings.count(Kind.ALTERED),
        findings.count(Kind.OUT_OF_ORDER),
        recovery == null ? "" : String.format(Locale.ROOT, "%.1f", recovery.toMillis() / 1_000.0));
  }
}

package dev.weir.demo;

import dev.weir.app.simulate.Ledger;
import dev.weir.core.verdict.RejectReason;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Holds what was published against what was found. */
record Reckoning(Ledger.Totals sent, Found found) {

  /** What does not agree; empty where the ledger balances. */
  List<String> differences() {
    List<String> differences = new ArrayList<>();
    long doubtful = sent.doubtfulInAll();
    compare(differences, "messages accounted for", sent.published(), doubtful, found.accounted());
    compare(differences, "rows", sent.stored(), 0, found.rows());
    compare(differences, "stored", sent.stored(), 0, found.stored());
    compare(differences, "duplicates", sent.duplicates(), 0, found.duplicates());
    compare(differences, "quarantined", sent.rejectedInAll(), doubtful, found.quarantined());
    for (RejectReason reason : reasons()) {
      long perhaps = sent.doubtful().getOrDefault(reason, 0L);
      compare(differences, reason.name(), expected(reason), perhaps, counted(reason));
    }
    sent.surprises().forEach((what, count) -> differences.add("%,d × %s".formatted(count, what)));
    if (!sent.isExact()) {
      differences.add(sent.unsettled() + " messages were given up without an answer");
    }
    return differences;
  }

  void print(PrintStream out) {
    out.printf("%nRefused, by reason               answered       sent      found%n");
    for (RejectReason reason : reasons()) {
      out.printf(
          "  %-34s %,6d %,10d %,10d%n",
          reason, answered(reason), expected(reason), counted(reason));
    }
    out.printf("%nLedger%n");
    out.printf(
        "  published    %,10d   acknowledged by the broker or the gateway%n", sent.published());
    out.printf("  stored       %,10d   %,d rows in telemetry%n", found.stored(), found.rows());
    out.printf("  quarantined  %,10d%n", found.quarantined());
    out.printf("  duplicates   %,10d%n", found.duplicates());
    out.printf("  lost         %,10d%n", Math.max(0, sent.published() - found.accounted()));
    if (sent.doubtfulInAll() > 0) {
      out.printf(
          "  in doubt     %,10d   refused at once, after an attempt without an answer%n",
          sent.doubtfulInAll());
    }
    out.printf("  answered     %,10d   refused at once, by the gateway%n", sent.answeredInAll());
    List<String> differences = differences();
    if (differences.isEmpty()) {
      out.printf("%npublished = stored + quarantined + duplicates: it balances.%n");
    } else {
      out.printf("%nIt does not balance:%n");
      differences.forEach(difference -> out.println("  " + difference));
    }
  }

  private TreeSet<RejectReason> reasons() {
    TreeSet<RejectReason> reasons = new TreeSet<>(sent.rejected().keySet());
    reasons.addAll(sent.answered().keySet());
    reasons.addAll(found.rejected().keySet());
    return reasons;
  }

  private long expected(RejectReason reason) {
    return sent.rejected().getOrDefault(reason, 0L);
  }

  private long answered(RejectReason reason) {
    return sent.answered().getOrDefault(reason, 0L);
  }

  private long counted(RejectReason reason) {
    return found.rejected().getOrDefault(reason, 0L);
  }

  /**
   * Adds a difference.
   *
   * @param perhaps so many more may be there: the sender was told that they are not, after an
   *     attempt without an answer
   */
  private static void compare(
      List<String> differences, String what, long sent, long perhaps, long found) {
    if (found < sent || found > sent + perhaps) {
      differences.add(
          "%s: %,d sent%s, %,d found"
              .formatted(what, sent, perhaps == 0 ? "" : " and perhaps " + perhaps, found));
    }
  }
}

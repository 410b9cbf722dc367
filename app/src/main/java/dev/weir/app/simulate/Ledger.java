package dev.weir.app.simulate;

import dev.weir.core.verdict.RejectReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was published, and what has to become of it. It says nothing of rate limits: a fleet whose
 * devices send faster than theirs is refused more than the ledger expects. Safe for use by many
 * threads.
 */
public final class Ledger {

  /**
   * The counts of one moment.
   *
   * @param published messages that the system acknowledged, each counted once
   * @param stored how many of them have to be rows
   * @param duplicates how many repeat a reading
   * @param rejected how many have to be refused, by reason; reasons without any are left out
   * @param resent attempts after a first one
   * @param alreadyThere messages whose id the system knew from before the run
   * @param uncertain messages that may be there twice: the answer to an attempt was lost for longer
   *     than the system remembers ids
   * @param unsettled messages given up without an answer
   */
  public record Totals(
      long published,
      long stored,
      long duplicates,
      Map<RejectReason, Long> rejected,
      long resent,
      long alreadyThere,
      long uncertain,
      long unsettled) {

    /** Refused for whatever reason. */
    public long rejectedInAll() {
      return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether the counts hold to the last message. */
    public boolean isExact() {
      return uncertain == 0 && unsettled == 0;
    }
  }

  private final LongAdder stored = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder resent = new LongAdder();
  private final LongAdder alreadyThere = new LongAdder();
  private final LongAdder uncertain = new LongAdder();
  private final LongAdder unsettled = new LongAdder();

  /** Complete from the start and never changed: threads share only the adders. */
  private final Map<RejectReason, LongAdder> rejected = new EnumMap<>(RejectReason.class);

  public Ledger() {
    for (RejectReason reason : RejectReason.values()) {
      rejected.put(reason, new LongAdder());
    }
  }

  public Totals totals() {
    Map<RejectReason, Long> byReason = new EnumMap<>(RejectReason.class);
    rejected.forEach((reason, adder) -> {
      if (adder.sum() > 0) {
        byReason.put(reason, adder.sum());
      }
    });
    long rows = stored.sum();
    long repeated = duplicates.sum();
    long refused = byReason.values().stream().mapToLong(Long::longValue).sum();
    return new Totals(
        rows + repeated + refused,
        rows,
        repeated,
        Collections.unmodifiableMap(byReason),
        resent.sum(),
        alreadyThere.sum(),
        uncertain.sum(),
        unsettled.sum());
  }

  void published(Expectation expectation) {
    switch (expectation) {
      case Expectation.Stored _ -> stored.increment();
      case Expectation.Duplicate _ -> duplicates.increment();
      case Expectation.Rejected refusal -> count(refusal.reason());
    }
  }

  void resent() {
    resent.increment();
  }

  void alreadyThere() {
    alreadyThere.increment();
  }

  void uncertain() {
    uncertain.increment();
  }

  void unsettled(long count) {
    unsettled.add(count);
  }

  private void count(RejectReason reason) {
    LongAdder adder = rejected.get(reason);
    if (adder != null) {
      adder.increment();
    }
  }
}

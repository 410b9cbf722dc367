package dev.weir.app.simulate;

import dev.weir.core.verdict.RejectReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
   * @param answered refused at once, and for the reason that was expected; they are not among the
   *     published; by reason, those without any left out
   * @param doubtful how many of the answered may be counted as refused all the same: an attempt
   *     before was left without an answer, and may have been taken in unchecked; by reason
   * @param surprises refused at once for a reason that was not expected, by what was expected and
   *     what was answered; not among the published either
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
      Map<RejectReason, Long> answered,
      Map<RejectReason, Long> doubtful,
      Map<String, Long> surprises,
      long resent,
      long alreadyThere,
      long uncertain,
      long unsettled) {

    /** Refused for whatever reason. */
    public long rejectedInAll() {
      return sum(rejected);
    }

    /** Refused at once, as expected, for whatever reason. */
    public long answeredInAll() {
      return sum(answered);
    }

    /** Refused at once, and yet perhaps counted as refused, for whatever reason. */
    public long doubtfulInAll() {
      return sum(doubtful);
    }

    /** Refused at once for a reason that was not expected. */
    public long surprisesInAll() {
      return sum(surprises);
    }

    private static long sum(Map<?, Long> counts) {
      return counts.values().stream().mapToLong(Long::longValue).sum();
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
  private final Map<RejectReason, LongAdder> rejected = adders();

  private final Map<RejectReason, LongAdder> answered = adders();

  private final Map<RejectReason, LongAdder> doubtful = adders();

  /** No more than pairs of an expectation and an answer. */
  private final Map<String, LongAdder> surprises = new ConcurrentHashMap<>();

  public Totals totals() {
    Map<RejectReason, Long> byReason = sums(rejected);
    long rows = stored.sum();
    long repeated = duplicates.sum();
    long refused = Totals.sum(byReason);
    Map<String, Long> unexpected = new TreeMap<>();
    surprises.forEach((what, adder) -> unexpected.put(what, adder.sum()));
    return new Totals(
        rows + repeated + refused,
        rows,
        repeated,
        byReason,
        sums(answered),
        sums(doubtful),
        Collections.unmodifiableMap(unexpected),
        resent.sum(),
        alreadyThere.sum(),
        uncertain.sum(),
        unsettled.sum());
  }

  private static Map<RejectReason, LongAdder> adders() {
    Map<RejectReason, LongAdder> adders = new EnumMap<>(RejectReason.class);
    for (RejectReason reason : RejectReason.values()) {
      adders.put(reason, new LongAdder());
    }
    return adders;
  }

  private static Map<RejectReason, Long> sums(Map<RejectReason, LongAdder> adders) {
    Map<RejectReason, Long> sums = new EnumMap<>(RejectReason.class);
    adders.forEach((reason, adder) -> {
      if (adder.sum() > 0) {
        sums.put(reason, adder.sum());
      }
    });
    return Collections.unmodifiableMap(sums);
  }

  void published(Expectation expectation) {
    switch (expectation) {
      case Expectation.Stored _ -> stored.increment();
      case Expectation.Duplicate _ -> duplicates.increment();
      case Expectation.Rejected refusal -> count(rejected, refusal.reason());
    }
  }

  /**
   * A refusal came back instead of an acknowledgement.
   *
   * @param reason its code
   * @param inDoubt whether an attempt before was left without an answer
   */
  void answered(Expectation expectation, String reason, boolean inDoubt) {
    if (expectation instanceof Expectation.Rejected refusal
        && refusal.reason().name().equals(reason)) {
      count(answered, refusal.reason());
      if (inDoubt) {
        count(doubtful, refusal.reason());
      }
    } else {
      surprises
          .computeIfAbsent(nameOf(expectation) + " answered " + reason, _ -> new LongAdder())
          .increment();
    }
  }

  private static String nameOf(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Stored _ -> "a reading";
      case Expectation.Duplicate _ -> "a duplicate";
      case Expectation.Rejected refusal -> refusal.reason().name();
    };
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

  private static void count(Map<RejectReason, LongAdder> adders, RejectReason reason) {
    LongAdder adder = adders.get(reason);
    if (adder != null) {
      adder.increment();
    }
  }
}

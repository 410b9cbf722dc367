package dev.weir.chaos.ledger;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a check found wrong, each message by its name.
 *
 * @param messages that were acknowledged
 * @param removed of them, by an operator's hand before they were read: each is a gap that was told
 */
public record Findings(long messages, long removed, List<Finding> wrong) {

  /** One thing that is wrong, by its name. */
  public record Finding(Kind kind, String name) {}

  private static final int MAX_NAMED = 50;

  /** The ways in which a message may be wrong. */
  public enum Kind {
    /** In no place. */
    LOST,
    /** In more than one place, or twice in one. */
    DOUBLED,
    /** With another content than was sent. */
    ALTERED,
    /** In another place, or with another reason, than it belongs. */
    MISPLACED,
    /** Committed before an earlier message of its device and stream. */
    OUT_OF_ORDER,
    /** Totals that do not fit the rows. */
    MISCOUNTED
  }

  public long count(Kind kind) {
    return wrong.stream().filter(finding -> finding.kind() == kind).count();
  }

  /** Whether there was something to look for, and all of it was where it belongs. */
  public boolean isClean() {
    return messages > 0 && wrong.isEmpty();
  }

  /** A few of them, from the first to the last. */
  public List<String> named() {
    int step = 1 + wrong.size() / MAX_NAMED;
    return IntStream.range(0, wrong.size())
        .filter(i -> i % step == 0)
        .mapToObj(wrong::get)
        .map(finding -> finding.kind() + ": " + finding.name())
        .toList();
  }
}

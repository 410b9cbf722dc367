package dev.weir.app.simulate;

import dev.weir.core.verdict.RejectReason;
import java.util.ArrayList;
import java.util.List;

/** Decides what kind of message each index is. */
final class Kinds {

  /** How far back a message that repeats another may have to look for it. */
  private static final int MAX_LOOK_BACK = 10_000;

  private record Slot(double upTo, Expectation expectation) {}

  private final Draw draw;
  private final double unnumberedShare;
  private final List<Slot> slots = new ArrayList<>();

  Kinds(Draw draw, Mix mix) {
    this.draw = draw;
    unnumberedShare = mix.unnumberedShare();
    double sum = mix.duplicateShare();
    slots.add(new Slot(sum, Expectation.DUPLICATE));
    for (var share : mix.badShares().entrySet()) {
      sum += share.getValue();
      slots.add(new Slot(sum, new Expectation.Rejected(share.getKey())));
    }
  }

  /** What becomes of a message. One that has nothing to repeat yet is a reading of its own. */
  Expectation at(long index) {
    Expectation drawn = drawn(index);
    return repeats(drawn) && sourceOf(index, drawn) < 0 ? Expectation.STORED : drawn;
  }

  /**
   * The message whose reading this one repeats, the same or changed; −1 where there is none.
   * Duplicates and conflicts never repeat the same one: then what is stored of each group, and how
   * many are not, does not hang on the order in which they arrive.
   */
  long sourceOf(long index, Expectation expectation) {
    boolean even = expectation.equals(Expectation.DUPLICATE);
    for (long i = index - 1; i >= Math.max(0, index - MAX_LOOK_BACK); i--) {
      if (drawn(i).equals(Expectation.STORED) && isEven(i) == even && isNumbered(i)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the reading of an index has a number; by nothing else it could be repeated. */
  boolean isNumbered(long index) {
    return draw.fraction(Draw.Purpose.NUMBER, index) >= unnumberedShare;
  }

  private boolean isEven(long index) {
    return draw.below(Draw.Purpose.SOURCE, index, 2) == 0;
  }

  private static boolean repeats(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Stored _ -> false;
      case Expectation.Duplicate _ -> true;
      case Expectation.Rejected rejected ->
          rejected.reason() == RejectReason.DUPLICATE_KEY_CONFLICT;
    };
  }

  private Expectation drawn(long index) {
    double fraction = draw.fraction(Draw.Purpose.KIND, index);
    for (Slot slot : slots) {
      if (fraction < slot.upTo()) {
        return slot.expectation();
      }
    }
    return Expectation.STORED;
  }
}

package dev.weir.jetstream;

/** What was found about a stream that is not as planned, and what came of it. */
public sealed interface StreamReport {

  String stream();

  /** In words, for people. */
  String text();

  /** The stream was missing and is there now. */
  record Created(String stream) implements StreamReport {
    @Override
    public String text() {
      return stream + ": created";
    }
  }

  /**
   * A setting differed and was changed.
   *
   * @param is its value before
   * @param wanted its value now
   */
  record Repaired(String stream, String setting, String is, String wanted) implements StreamReport {
    @Override
    public String text() {
      return stream + ": " + setting + " was " + is + ", is now " + wanted;
    }
  }

  /**
   * A setting differs and stays so.
   *
   * @param why it was not changed
   */
  record Differs(String stream, String setting, String is, String wanted, String why)
      implements StreamReport {
    @Override
    public String text() {
      return stream + ": " + setting + " is " + is + ", wanted " + wanted + "; left: " + why;
    }
  }

  /** A partition's stream that is not in the plan: its lane is drained, then it may go. */
  record Surplus(String stream, int partitions, long messages) implements StreamReport {
    @Override
    public String text() {
      return stream
          + ": not one of "
          + partitions
          + " partitions; left: it holds "
          + messages
          + " messages";
    }
  }
}

package dev.weir.ingest.batch;

/** The lane is to end before what it was trying succeeded; nothing of it was committed. */
public final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public StoppedException() {
    super("the lane is to end", null, false, false);
  }
}

package dev.weir.fuzz;

/** A promise that an input broke: a finding. */
public final class Fault extends RuntimeException {

  private static final long serialVersionUID = 1;

  private Fault(String promise) {
    super(promise);
  }

  /** Holds a promise. */
  public static void unless(boolean kept, String promise) {
    if (!kept) {
      throw new Fault(promise);
    }
  }
}

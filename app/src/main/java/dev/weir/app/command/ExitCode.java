package dev.weir.app.command;

/** What a process ends with. */
public final class ExitCode {

  /** It was done; of a service: it was asked to end, and did in good order. */
  public static final int OK = 0;

  /** It could not be done: the database refused, the port is in use, there is no such device. */
  public static final int FAILED = 1;

  /** It was asked for wrongly: arguments or configuration. {@code EX_USAGE} of sysexits.h. */
  public static final int USAGE = 64;

  private ExitCode() {}
}

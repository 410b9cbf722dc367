package dev.weir.app.command;

import org.jspecify.annotations.Nullable;

/** What a status may be: ACTIVE, or any other word for one that may not send. */
final class Statuses {

  private Statuses() {}

  /**
   * Checks a status.
   *
   * @param status null where none is given
   * @throws CommandException it is none
   */
  static void check(@Nullable String status) {
    if (status != null && !status.matches("[A-Z][A-Z_]{0,31}")) {
      throw CommandException.usage(
          "--status must be 1 to 32 of A-Z _, such as ACTIVE or SUSPENDED");
    }
  }
}

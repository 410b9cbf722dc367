package dev.weir.app;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.app.serve.EndSignals;

/** Weir's entry: one command a process. */
public final class Weir {

  private Weir() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("serve")) {
      EndSignals.listen(); // before all else: a supervisor may end what it has only just started
    }
    // Not by returning: a library's thread that is no daemon would keep the process.
    System.exit(Commands.run(Console.ofProcess(), args));
  }
}

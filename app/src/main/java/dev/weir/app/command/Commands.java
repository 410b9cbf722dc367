package dev.weir.app.command;

import dev.weir.app.config.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command line: which commands there are, and how their faults are told. */
public final class Commands {

  private Commands() {}

  /**
   * Runs a command to its end.
   *
   * @return what the process is to exit with: one of {@link ExitCode}
   */
  public static int run(Console console, String... args) {
    RootCommand root = new RootCommand(console);
    // To learn of all the others takes picocli longer than these take to be at work.
    boolean alone = args.length > 0 && RootCommand.STAND_ALONE.contains(args[0]);
    return (alone ? new CommandLine(root) : line(root, console))
        .setOut(console.out())
        .setErr(console.err())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Commands::wrongArguments)
        .setExecutionExceptionHandler(
            (exception, line, result) -> failure(console, exception, root.verbose))
        .execute(args);
  }

  /** All commands, none of which runs yet. */
  static CommandLine line(RootCommand root, Console console) {
    return new CommandLine(root)
        .addSubcommand(new TenantCommand(console))
        .addSubcommand(new DeviceCommand(console))
        .addSubcommand(new SubscriptionCommand(console))
        .addSubcommand(new CertificateCommand(console))
        .addSubcommand(SettingsCommand.line(console))
        .addSubcommand(new QuarantineCommand(console))
        .addSubcommand(new RouteCommand(console))
        .addSubcommand(new DlqCommand(console))
        .addSubcommand(new SimulateCommand(console));
  }

  private static int wrongArguments(ParameterException exception, String[] args) {
    CommandLine line = exception.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    line.getErr().println("weir: " + exception.getMessage() + "; see " + name + " --help");
    return ExitCode.USAGE;
  }

  private static int failure(Console console, Exception exception, boolean verbose) {
    console.err().println("weir: " + message(exception));
    if (verbose) {
      exception.printStackTrace(console.err());
    }
    return switch (exception) {
      case ConfigurationException wrong -> ExitCode.USAGE;
      case CommandException told -> told.exitCode();
      case Exception any -> ExitCode.FAILED;
    };
  }

  private static String message(Exception exception) {
    String message = exception.getMessage();
    return message == null || message.isBlank()
        ? exception.getClass().getSimpleName() + " (--verbose shows where)"
        : message;
  }
}

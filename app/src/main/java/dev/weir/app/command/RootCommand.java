package dev.weir.app.command;

import dev.weir.app.build.BuildVersion;
import dev.weir.app.config.ConfigurationException;
import java.net.BindException;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code weir}, with the commands that stand alone. */
@Command(
    name = "weir",
    description = "Takes telemetry from NATS JetStream, judges it, and stores it in TimescaleDB.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Configuration comes from environment variables; docs/configuration.md lists them.",
      "Ends with 0 if it was done, 1 if it could not be done, 64 if it was asked for wrongly."
    })
final class RootCommand {

  /** The names of those. */
  static final Set<String> STAND_ALONE = Set.of("migrate", "serve", "version");

  private final Console console;

  @Option(
      names = "--verbose",
      description = "Show where in the program a fault came from.",
      scope = ScopeType.INHERIT)
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.",
      scope = ScopeType.INHERIT)
  boolean help;

  RootCommand(Console console) {
    this.console = console;
  }

  @Command(
      description =
          "Bring the schema up to date and make the streams. Ends with 1 if a stream differs from"
              + " the configuration and stays so.")
  int migrate() throws ConfigurationException, InterruptedException {
    return new MigrateCommand(console).run();
  }

  @Command(description = "Run roles in the foreground, until SIGTERM or SIGINT.")
  int serve(
      @Parameters(
              paramLabel = "ROLE[,ROLE...]",
              description = "Of ingest, route-delivery, mqtt-bridge, http.")
          String roles)
      throws ConfigurationException, BindException, InterruptedException {
    return new ServeCommand(console).run(roles);
  }

  @Command(description = "Print the version.")
  int version() {
    console.out().println("weir " + BuildVersion.current());
    return ExitCode.OK;
  }
}

package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Commands that need no server, and commands that cannot have one. */
final class CommandsTest {

  @ParameterizedTest
  @MethodSource("helps")
  void helpIsEverywhere(String line) {
    Run run = Run.of(Map.of(), line.split(" ", -1));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: weir").contains("--help");
    assertThat(run.err()).isEmpty();
  }

  static Stream<String> helps() {
    return Stream.concat(
        Stream.of("--help", "-h", "device import -h"),
        names(commands()).map(name -> name + " --help"));
  }

  @Test
  void theLauncherHasEveryCommand() throws Exception {
    Process launcher = new ProcessBuilder("bash", "../weir", "--help").start();
    String help = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(launcher.waitFor()).isZero();

    assertThat(commands().getSubcommands().keySet())
        .contains("serve", "route", "dlq")
        .allSatisfy(name -> assertThat(help).contains("\n  " + name + ' '));
  }

  @Test
  void whatStandsAloneIsAllThatTheRootHasItself() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandLine root = new CommandLine(new RootCommand(new Console(Map.of(), nowhere, nowhere)));
    assertThat(root.getSubcommands().keySet()).isEqualTo(RootCommand.STAND_ALONE);
  }

  private static CommandLine commands() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Console console = new Console(Map.of(), nowhere, nowhere);
    return Commands.line(new RootCommand(console), console);
  }

  private static Stream<String> names(CommandLine line) {
    return line.getSubcommands().entrySet().stream()
        .flatMap(one ->
            Stream.concat(
                Stream.of(one.getKey()),
                names(one.getValue()).map(name -> one.getKey() + ' ' + name)));
  }

  @Test
  void version() {
    assertThat(Run.of(Map.of(), "version")).isEqualTo(new Run(0, "weir development\n", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                | Missing required subcommand
          nonsense                          | Unmatched argument at index 0: 'nonsense'
          tenant                            | Missing required subcommand
          tenant add                        | Missing required parameter: 'TENANT'
          tenant add a b                    | Unmatched argument at index 3: 'b'
          tenant list --all                 | Unknown option: '--all'
          tenant add a/b                    | TENANT must be 1 to 128 of A-Z a-z 0-9 . _ : @ = -
          tenant set acme                   | nothing to change: give --name or --status
          tenant set acme --status active   | --status must be 1 to 32 of A-Z _
          device add acme d/1               | DEVICE must be 1 to 128 of A-Z a-z 0-9 . _ : @ = -
          device add acme d1 --site=        | --site must be 1 to 128 characters
          device add acme d1 --token=       | token must be 1 to 1024 characters
          device add acme d1 --token a --no-token | mutually exclusive
          device set acme d1                | nothing to change: give --site, --status, --subscription
          device list --limit 0             | --limit must be from 1 to 1000000
          quarantine                        | Missing required subcommand
          quarantine list --limit 0         | --limit must be from 1 to 100000
          quarantine list --tenant a/b      | --tenant must be 1 to 128 of A-Z a-z 0-9 . _ : @ = -
          quarantine list --reason NONSENSE | Invalid value for option '--reason'
          quarantine list --since yesterday | --since must be a time of ISO 8601
          quarantine list --until 0000-01-01 | --until must be a time of ISO 8601
          quarantine show                   | Missing required parameter: 'ID'
          quarantine show x                 | Invalid value for positional parameter at index 0
          quarantine counts --by week       | --by must be minute, hour or day
          quarantine replay                 | give at least one of --tenant, --device, --reason
          quarantine replay --all --id 1    | or --all alone
          quarantine replay --all --wait -1 | --wait must be from 0 to 86400
          quarantine replay --all --by=     | --by must be 1 to 128 characters
          quarantine purge --yes            | give at least one of --tenant, --device, --reason
          simulate                          | specify one of these
          simulate --nats --seconds 0       | one of --messages and --seconds must bound it
          simulate --nats --bad 0.5 --duplicates 0.5 | 0.9 together at the most
          simulate --nats --tenants 5 --devices 4 | --tenants must be from 1 to --devices
          serve                             | Missing required parameter
          serve nothing                     | "nothing" is no role
          """)
  void whatIsAskedForWronglyEndsWith64(String line, String message) {
    Run run = Run.of(Map.of(), line.isEmpty() ? new String[0] : line.split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("weir: ").contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "serve ingest", "tenant list", "device show a b"})
  void wrongConfigurationEndsWith64AndNamesEveryFault(String line) {
    Run run =
        Run.of(
            Map.of("BATCH_SIZE", "x", "HTTP_PORT", "-1", "DATABASE_URL", "postgres://u:pw@/"),
            line.split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("BATCH_SIZE \"x\" is not a whole number; must be a whole number from 1 to")
        .contains("HTTP_PORT \"-1\" is out of bounds; must be a whole number from 0 to 65535")
        .contains("DATABASE_URL names no host; must be postgres://user:password@host")
        .doesNotContain("pw@/");
  }

  @Test
  void aDatabaseThatIsAwayIsOneLine() {
    Map<String, String> nowhere = Map.of("DATABASE_URL", "postgres://u:secret@127.0.0.1:1/d");

    Run run = Run.of(nowhere, "tenant", "list");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).startsWith("weir: ").doesNotContain("secret");
    assertThat(run.err().lines()).noneMatch(text -> text.startsWith("\tat "));

    Run verbose = Run.of(nowhere, "tenant", "list", "--verbose");
    assertThat(verbose.err()).contains("\tat dev.weir.").doesNotContain("secret");
  }
}

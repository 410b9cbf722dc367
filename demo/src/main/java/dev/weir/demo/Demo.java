package dev.weir.demo;

import dev.weir.app.serve.EndSignals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./weir demo}: exit code 0 only if the ledger balances. */
@Command(
    name = "weir demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows the main job: a simulated fleet publishes over MQTT and HTTP, some of it bad on purpose,",
      "and every message is accounted for. Runs on servers of its own, which are gone afterwards.",
      "Ctrl-C ends it early."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the ledger balances", "1:it does not, or a server did not start"})
public final class Demo implements Callable<Integer> {

  private static final int MAX_SECONDS = 3_600;
  private static final int MAX_DEVICES = 100_000;
  private static final int MAX_RATE = 50_000;

  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "how long, 1 to 3600 (default 30)")
  private int seconds;

  @Option(names = "--devices", defaultValue = "200", description = "1 to 100000 (default 200)")
  private int devices;

  @Option(
      names = "--rate",
      defaultValue = "2000",
      description = "messages a second, 1 to 50000 (default 2000)")
  private int rate;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Demo())
            .setExecutionExceptionHandler((e, line, result) -> {
              line.getErr().println("weir: " + e.getMessage());
              return 1;
            })
            .setExitCodeExceptionMapper(e -> 1)
            .setParameterExceptionHandler((e, arguments) -> {
              e.getCommandLine().getErr().println("weir: " + e.getMessage());
              return 64;
            })
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    require(seconds, 1, MAX_SECONDS, "--seconds");
    require(devices, 1, MAX_DEVICES, "--devices");
    require(rate, 1, MAX_RATE, "--rate");
    EndSignals signals = EndSignals.listen();
    try (Servers servers = Servers.start(program("WEIR_NATS_SERVER"), program("WEIR_MOSQUITTO"))) {
      return new DemoRun(servers, System.out, signals::isAsked)
              .run(devices, rate, Duration.ofSeconds(seconds))
          ? 0
          : 1;
    }
  }

  private void require(int value, int min, int max, String option) {
    if (value < min || value > max) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + ", allowed are " + min + " to " + max);
    }
  }

  /** A server's program, which the launcher finds or installs. */
  private static Path program(String variable) throws IOException {
    String path = System.getenv(variable);
    if (path == null || path.isBlank()) {
      throw new IOException(variable + " does not name a program; ./weir demo sets it");
    }
    return Path.of(path);
  }
}

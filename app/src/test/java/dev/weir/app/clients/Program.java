package dev.weir.app.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A client that is run from its beginning to its end. */
public record Program(String path) {

  private static final long BOUND_SECONDS = 60;

  /** The one that the launcher found; where it is missing the test fails. */
  public static Program ofVariable(String variable) {
    return new Program(variable(variable));
  }

  public static String variable(String name) {
    String value = System.getenv(name);
    assertThat(value).as(name + " is not set; ./weir test sets it").isNotBlank();
    return value;
  }

  /** Runs it with success; what it printed. */
  public String run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  /** The same with more in its environment. */
  public String run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(path));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("weir-client-", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      boolean ended = process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(ended).as(said).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      Files.delete(output);
    }
  }
}

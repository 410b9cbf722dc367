package dev.weir.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a real process ends when it is sent real signals. */
final class EndOfProcessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalEndsItInGoodOrder(String signal) throws Exception {
    try (Running process = Running.start("willing", "9")) {
      process.signal(signal);

      assertThat(process.exitCode()).isZero();
    }
  }

  @Test
  void aRoleThatHangsIsLeftAfterTheTimeout() throws Exception {
    try (Running process = Running.start("stubborn", "2")) {
      long start = System.nanoTime();
      process.signal("TERM");

      assertThat(process.exitCode()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(10));
    }
  }

  @Test
  void theSecondSignalEndsItAtOnce() throws Exception {
    try (Running process = Running.start("stubborn", "9")) {
      process.signal("TERM");
      TimeUnit.MILLISECONDS.sleep(300); // two that are pending at once are one
      process.signal("INT");

      assertThat(process.exitCode()).isEqualTo(137);
    }
  }

  private record Running(Process process) implements AutoCloseable {

    static Running start(String kind, String shutdownSeconds) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              StubbornProcess.class.getName(),
              kind);
      builder.environment().put("HTTP_HOST", "127.0.0.1");
      builder.environment().put("HTTP_PORT", "0");
      builder.environment().put("SHUTDOWN_TIMEOUT_SECONDS", shutdownSeconds);
      Process process = builder.redirectErrorStream(true).start();
      BufferedReader output = process.inputReader();
      String line = output.readLine();
      while (line != null && !line.startsWith("up ")) {
        line = output.readLine();
      }
      assertThat(line).as("the process came up").isNotNull();
      return new Running(process);
    }

    void signal(String name) throws Exception {
      String pid = Long.toString(process.pid());
      assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }

    int exitCode() throws InterruptedException {
      assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}

package dev.weir.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.Weir;
import dev.weir.testkit.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  void aSignalBeforeTheServiceIsUpIsNotLost() throws Exception {
    try (Running process = Running.start("starting", "9")) {
      process.signal("TERM");

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

  @Test
  void aPortInUseIsAClearFailure() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Process process =
          Running.java(Weir.class, Integer.toString(port), "9", "serve", "ingest").start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor()).isEqualTo(1);
      assertThat(output.lines())
          .contains(
              "weir: cannot listen on 127.0.0.1:"
                  + port
                  + " (HTTP_HOST, HTTP_PORT): Address already in use")
          .noneMatch(line -> line.startsWith("\tat "));
    }
  }

  private record Running(Process process) implements AutoCloseable {

    static ProcessBuilder java(
        Class<?> main, String port, String shutdownSeconds, String... arguments) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("HTTP_HOST", "127.0.0.1");
      builder.environment().put("HTTP_PORT", port);
      builder.environment().put("SHUTDOWN_TIMEOUT_SECONDS", shutdownSeconds);
      return builder;
    }

    static Running start(String kind, String shutdownSeconds) throws IOException {
      Process process = java(StubbornProcess.class, "0", shutdownSeconds, kind).start();
      BufferedReader output = process.inputReader();
      String line = output.readLine();
      while (line != null && !line.startsWith("up ")) {
        line = output.readLine();
      }
      assertThat(line).as("the process came up").isNotNull();
      return new Running(process);
    }

    void signal(String name) {
      Signals.send(process, name);
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

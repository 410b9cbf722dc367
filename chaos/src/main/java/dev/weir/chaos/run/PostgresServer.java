package dev.weir.chaos.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL of a stack, ended and started by the launcher that made it. */
public final class PostgresServer {

  private final String launcher;
  private final String folder;

  private PostgresServer(String launcher, String folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  /**
   * That of the stack in {@code WEIR_STACK_DIR}, by the launcher {@code WEIR_LAUNCHER}.
   *
   * @throws IllegalStateException one of them is not set
   */
  static PostgresServer ofStack() {
    return new PostgresServer(required("WEIR_LAUNCHER"), required("WEIR_STACK_DIR"));
  }

  /** SIGKILL to all of its processes. */
  public void kill() {
    run("kill", "postgresql");
  }

  /** In good order, but without waiting for its clients. */
  public void stop() {
    run("stop", "postgresql");
  }

  /** SIGSTOP to all of its processes. */
  public void pause() {
    run("pause", "postgresql");
  }

  /** SIGCONT. */
  public void resume() {
    run("resume", "postgresql");
  }

  /** Returns when it takes connections. */
  public void start() {
    run("start", "postgresql");
  }

  private void run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher, "stack"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--dir", folder));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ":\n" + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String required(String name) {
    String value = System.getenv(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(name + " is not set; ./weir chaos and ./weir test set it");
    }
    return value;
  }
}

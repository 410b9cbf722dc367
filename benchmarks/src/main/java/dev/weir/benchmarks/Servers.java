package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The servers that ingest works with, and their process ids on this machine. */
record Servers(String natsUrl, long nats, long postgresql) {

  /** Those of the stack in {@code WEIR_STACK_DIR}. */
  static Servers ofStack() throws IOException {
    Path stack = Path.of(environment("WEIR_STACK_DIR"));
    return new Servers(environment("NATS_URL"), pid(stack, "nats"), pid(stack, "postgresql"));
  }

  /** With another NATS, which nobody else has streams in. */
  Servers withNats(String url, long pid) {
    return new Servers(url, pid, postgresql);
  }

  private static String environment(String name) {
    return Objects.requireNonNull(System.getenv(name), name);
  }

  private static long pid(Path stack, String server) throws IOException {
    return Long.parseLong(Files.readString(stack.resolve("pid/" + server)).split("\\s", -1)[0]);
  }
}

package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The servers that ingest works with, and their process ids on this machine.
 *
 * @param nats null where it is not known, as of servers that somebody else started
 * @param postgresql likewise
 */
public record Servers(String natsUrl, @Nullable Long nats, @Nullable Long postgresql) {

  private static final String STACK = "WEIR_STACK_DIR";
  private static final String NATS = "NATS_URL";

  /** Those that {@code NATS_URL} and {@code DATABASE_URL} name. */
  static Servers ofEnvironment() {
    return new Servers(environment(NATS), null, null);
  }

  /** Those of the stack whose folder {@code WEIR_STACK_DIR} is. */
  static Servers ofStack() throws IOException {
    Path stack = Path.of(environment(STACK));
    return new Servers(environment(NATS), pid(stack, "nats"), pid(stack, "postgresql"));
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

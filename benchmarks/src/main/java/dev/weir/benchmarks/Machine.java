package dev.weir.benchmarks;

import dev.weir.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * On what a run was made.
 *
 * @param postgresql its version; null where no server took part
 * @param timescaledb likewise
 */
public record Machine(
    String date,
    String commit,
    String processor,
    int cores,
    long memoryBytes,
    String java,
    @Nullable String postgresql,
    @Nullable String timescaledb) {

  /**
   * This one, with its servers.
   *
   * @param checkout a folder of it
   */
  public static Machine now(TestDatabase database, Path checkout)
      throws IOException, InterruptedException {
    return now(
        checkout,
        database.rows("show server_version").getFirst(),
        database
            .rows("select extversion from pg_extension where extname = 'timescaledb'")
            .getFirst());
  }

  /**
   * This one, alone.
   *
   * @param checkout a folder of it
   */
  public static Machine now(Path checkout) throws IOException, InterruptedException {
    return now(checkout, null, null);
  }

  private static Machine now(
      Path checkout, @Nullable String postgresql, @Nullable String timescaledb)
      throws IOException, InterruptedException {
    return new Machine(
        LocalDate.now(ZoneOffset.UTC).toString(),
        commit(checkout),
        field("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) << 10,
        Runtime.version().toString(),
        postgresql,
        timescaledb);
  }

  private static String field(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("0 (unknown)");
  }

  private static String commit(Path checkout) throws InterruptedException {
    try {
      Process git =
          new ProcessBuilder(List.of("git", "describe", "--always", "--dirty"))
              .directory(checkout.toAbsolutePath().toFile())
              .start();
      String printed =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor(10, TimeUnit.SECONDS) && !printed.isEmpty() ? printed : "unknown";
    } catch (IOException noGit) {
      return "unknown";
    }
  }
}

package dev.weir.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same few inputs for each parser, as they grow; the long runs are {@code ./weir fuzz}. */
class ShortFuzzIT {

  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final int RUNS = 2_000;
  private static final int PATIENCE_SECONDS = 120;
  private static final Pattern DONE = Pattern.compile("Done ([0-9]+) runs");

  @TempDir private Path work;

  @ParameterizedTest
  @EnumSource
  void nothingIsFound(Target target) throws IOException, InterruptedException {
    Path log = work.resolve("log");
    Process fuzzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // ready to fuzz in half the time
                "-cp",
                classPath(),
                Fuzzing.class.getName(),
                target.title(),
                MODULE.toString(),
                work.toString(),
                "-seed=1",
                "-runs=" + RUNS)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    fuzzer.getOutputStream().close();
    try {
      assertThat(fuzzer.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      fuzzer.destroyForcibly();
    }
    String told = Files.readString(log);
    assertThat(fuzzer.exitValue()).as(told).isZero();
    assertThat(told).as("it sees what it reaches").containsPattern("cov: [1-9][0-9]");
    Matcher done = DONE.matcher(told);
    assertThat(done.find()).as(told).isTrue();
    System.out.println(target.title() + ": " + done.group(1) + " executions, nothing found");
  }

  private static String classPath() throws IOException {
    Path target = MODULE.resolve("target");
    return target.resolve("test-classes")
        + File.pathSeparator
        + Files.readString(target.resolve("classpath"));
  }
}

package dev.weir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no other tool holds: the length of files, and that each package says what it is for. */
final class StyleTest {

  private static final Path ROOT = Path.of("..");

  /** A file that is longer does more than one thing. */
  private static final int MAX_LINES = 305;

  /** A file that is longer is worth a look. */
  private static final int LONG = 150;

  @Test
  void filesAreShort() {
    Map<Path, Integer> lines = new TreeMap<>();
    sources("src/main/java").forEach(file -> lines.put(file, lines(file).size()));

    lines.values().removeIf(count -> count <= LONG);
    lines.forEach((file, count) -> System.out.println(count + " lines: " + file));
    assertThat(lines.values()).as("lines of %s", lines.keySet()).allMatch(n -> n <= MAX_LINES);
  }

  @Test
  void packagesAreNullMarkedAndSayWhatTheyAreFor() {
    List<Path> folders =
        sources("src/main/java").map(Path::getParent).distinct().collect(Collectors.toList());

    assertThat(folders)
        .isNotEmpty()
        .allSatisfy(folder ->
            assertThat(folder.resolve("package-info.java"))
                .content()
                .startsWith("/**")
                .contains("@NullMarked"));
  }

  /** It would run once, with the first parameter, and the others would be tested in name only. */
  @Test
  void aParameterizedClassIsSetUpForEachParameter() {
    assertThat(sources("src/test/java"))
        .filteredOn(file -> lines(file).contains("@ParameterizedClass"))
        .isNotEmpty()
        .allSatisfy(file ->
            assertThat(lines(file)).doesNotContain("  @BeforeAll").doesNotContain("  @AfterAll"));
  }

  private static Stream<Path> sources(String folder) {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve(folder))
          .filter(Files::isDirectory)
          .flatMap(StyleTest::javaFiles)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

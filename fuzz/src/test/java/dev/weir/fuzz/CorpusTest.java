package dev.weir.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever was found once stays found: every input that is kept, without a fuzzer. */
class CorpusTest {

  private static final Path MODULE = Path.of(".");
  private static final long MAX_BYTES = 300_000;

  @ParameterizedTest
  @EnumSource
  void everyKeptInputHolds(Target target) throws IOException {
    List<Path> inputs = files(target.corpus(MODULE));

    assertThat(inputs).hasSizeGreaterThan(5);
    for (Path input : inputs) {
      byte[] bytes = Files.readAllBytes(input);
      assertThatCode(() -> target.run(bytes)).as(input.toString()).doesNotThrowAnyException();
    }
  }

  @Test
  void theyStaySmall() throws IOException {
    long bytes = 0;
    for (Path input : files(MODULE.resolve("corpus"))) {
      bytes += Files.size(input);
    }

    assertThat(bytes).isLessThan(MAX_BYTES);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}

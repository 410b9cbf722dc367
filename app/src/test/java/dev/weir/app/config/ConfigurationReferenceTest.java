package dev.weir.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page in {@code docs} says what the declarations say. */
final class ConfigurationReferenceTest {

  @Test
  void thePageIsUpToDate() throws IOException {
    Path fresh = Path.of("target", "configuration.md");
    Files.writeString(fresh, ConfigurationReference.markdown());

    assertThat(Path.of("..", "docs", "configuration.md"))
        .as("to bring it up to date: cp app/target/configuration.md docs/configuration.md")
        .exists()
        .hasSameTextualContentAs(fresh);
  }
}

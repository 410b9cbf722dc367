package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.settings.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page in {@code docs} says what the keys say. */
final class SettingsReferenceTest {

  private static final String INTRODUCTION =
      """
      # Live settings

      Rules that change while the service runs. They are rows of `app_settings(key, value)`, for
      everybody, and of `tenant_settings(tenant_id, key, value)`, for one tenant. A tenant's own
      value goes before everybody's, that before the default.

      ```
      ./weir settings list [--tenant TENANT]      # what is in force, and where it comes from
      ./weir settings set KEY VALUE [--tenant TENANT]
      ./weir settings unset KEY [--tenant TENANT]
      ```

      Whoever writes the tables by plain SQL should keep to the bounds: where a value is none,
      running processes log it and keep the last good one, those that start pass it over.

      This page is made from `SettingKey`; a test compares.

      | setting | default | must be | meaning |
      | --- | --- | --- | --- |
      """;

  @Test
  void thePageIsUpToDate() throws IOException {
    Path fresh = Path.of("target", "settings.md");
    Files.writeString(fresh, markdown());

    assertThat(Path.of("..", "docs", "settings.md"))
        .as("to bring it up to date: cp app/target/settings.md docs/settings.md")
        .exists()
        .hasSameTextualContentAs(fresh);
  }

  private static String markdown() {
    StringBuilder out = new StringBuilder(INTRODUCTION);
    for (SettingKey key : SettingKey.values()) {
      out.append(
          "| `%s` | `%s` | %s | %s |\n"
              .formatted(key, key.defaultValue().toPlainString(), key.bounds(), key.meaning()));
    }
    return out.toString();
  }
}

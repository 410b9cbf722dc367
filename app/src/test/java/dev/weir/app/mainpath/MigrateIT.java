package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code migrate} keeps from one time to the next. */
@ParameterizedClass
@EnumSource(Way.class)
class MigrateIT {

  @Parameter Way way = Way.DIRECT;

  private static final String PARTITIONS =
      "select value from installation where key = 'telemetry_partitions'";

  @Test
  void theNumberOfPartitionsStaysUnlessItIsNamed() throws Exception {
    try (TestInstallation installation = new TestInstallation("on", way)) {
      assertThat(installation.database.number(PARTITIONS)).isEqualTo(4);
      installation.environment.put("TELEMETRY_PARTITIONS", "6");
      installation.run("migrate");
      installation.environment.remove("TELEMETRY_PARTITIONS");
      installation.run("migrate");

      assertThat(installation.database.number(PARTITIONS)).isEqualTo(6);
    }
  }
}

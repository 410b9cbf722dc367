package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code migrate} keeps from one time to the next. */
class MigrateIT {

  private static final String PARTITIONS =
      "select value from installation where key = 'telemetry_partitions'";

  @Test
  void theNumberOfPartitionsStaysUnlessItIsNamed() throws Exception {
    try (TestInstallation installation = new TestInstallation("on")) {
      assertThat(installation.database.number(PARTITIONS)).isEqualTo(4);
      installation.environment.put("TELEMETRY_PARTITIONS", "6");
      installation.run("migrate");
      installation.environment.remove("TELEMETRY_PARTITIONS");
      installation.run("migrate");

      assertThat(installation.database.number(PARTITIONS)).isEqualTo(6);
    }
  }
}

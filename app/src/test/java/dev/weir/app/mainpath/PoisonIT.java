package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that PostgreSQL refuses cost themselves their place, and nobody else's. */
@ParameterizedClass
@EnumSource(Way.class)
class PoisonIT {

  @Parameter Way way = Way.DIRECT;

  private static final int MESSAGES = 20_000;

  @ParameterizedTest(name = "TIMESCALE={0}")
  @ValueSource(strings = {"on", "off"})
  void rowsThatTheDatabaseRefusesAreQuarantinedAlone(String timescale) throws Exception {
    try (TestInstallation installation = new TestInstallation(timescale, way)) {
      installation.database.execute(
          """
          alter table telemetry add constraint not_so_humid
            check ((metrics->>'humidity')::float < 94.9)
          """);
      installation.publish(MESSAGES, 0);
      try (WeirProcess weir = installation.serveIngest().awaitReady()) {
        installation.awaitAccounted(MESSAGES);

        long refused =
            installation.database.number(
                """
                select count(*) from quarantine_events
                where reason = 'WRITE_REJECTED' and detail = 'SQLSTATE 23514'
                  and (payload #>> '{metrics,humidity}')::float >= 94.9
                """);
        assertThat(refused).isPositive();
        assertThat(
                installation.database.number(
                    "select sum(cnt) from quarantine_counters_minute"
                        + " where reason = 'WRITE_REJECTED'"))
            .isEqualTo(refused);
        assertThat(installation.database.number("select count(*) from telemetry"))
            .isEqualTo(installation.database.number("select sum(stored) from ingest_lanes"));
        assertThat(installation.accounted()).isEqualTo(MESSAGES);
        assertThat(weir.log()).contains("SQLSTATE 23514").doesNotContain("Failing row");
      }
    }
  }
}

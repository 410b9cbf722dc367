package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 200,000 messages of both forms, good and bad, fewer through PgBouncer and where processes end in
 * the middle: every row, reason and counter as sent.
 */
@ParameterizedClass
@EnumSource(Way.class)
class MainPathIT {

  @Parameter Way way = Way.DIRECT;

  private static final int MESSAGES = 200_000;

  /** More than a process commits between two looks. */
  private static final int ENOUGH = 60_000;

  /** What PgBouncer changes shows with fewer. */
  private int messages() {
    return way == Way.DIRECT ? MESSAGES : MESSAGES / 4;
  }

  @ParameterizedTest(name = "TIMESCALE={0}")
  @ValueSource(strings = {"on", "off"})
  void everyMessageEndsWhereItBelongs(String timescale) throws Exception {
    try (TestInstallation installation = new TestInstallation(timescale, way)) {
      int messages = messages();
      installation.publish(messages, 0);
      try (WeirProcess weir = installation.serveIngest().awaitReady()) {
        installation.awaitAccounted(messages);

        new Account(installation).assertExact();
        assertThat(isHypertable(installation)).isEqualTo(timescale.equals("on"));
        assertHealthCounts(weir, installation);
        assertThat(weir.log()).doesNotContain("Exception").doesNotContain("\"level\":\"ERROR\"");
      }
    }
  }

  @Test
  void aKilledProcessIsContinuedByTheNext() throws Exception {
    try (TestInstallation installation = new TestInstallation("on", way)) {
      installation.publish(ENOUGH, 0);
      try (WeirProcess first = installation.serveIngest().awaitReady()) {
        installation.awaitAccounted(ENOUGH / 10);
        first.kill();
      }
      assertThat(installation.accounted()).as("killed in the middle").isLessThan(ENOUGH);
      try (WeirProcess second = installation.serveIngest().awaitReady()) {
        installation.awaitAccounted(ENOUGH);

        new Account(installation).assertExact();
        assertThat(second.isAlive()).isTrue();
      }
    }
  }

  @Test
  void sigtermUnderLoadLosesNothing() throws Exception {
    try (TestInstallation installation = new TestInstallation("on", way)) {
      installation.publish(ENOUGH, 0);
      try (WeirProcess first = installation.serveIngest().awaitReady()) {
        installation.awaitAccounted(ENOUGH / 10);
        first.terminate();

        assertThat(first.awaitExit(Duration.ofSeconds(10))).isZero();
      }
      assertPositionsFitTheCounts(installation);
      assertThat(installation.database.number("select count(owner) from ingest_lanes")).isZero();
      try (WeirProcess second = installation.serveIngest().awaitReady()) {
        installation.awaitAccounted(ENOUGH);

        new Account(installation).assertExact();
        assertThat(second.isAlive()).isTrue();
      }
    }
  }

  /** No message is skipped, so what a lane has accounted for is how far it has come. */
  private static void assertPositionsFitTheCounts(TestInstallation installation) {
    assertThat(
            installation.database.rows(
                """
                select stream from ingest_lanes
                where last_seq <> stored + quarantined + duplicates
                """))
        .isEmpty();
  }

  private static void assertHealthCounts(WeirProcess weir, TestInstallation installation)
      throws Exception {
    String health = weir.get("/health").body();
    var sent = installation.ledger.totals();
    assertThat(health)
        .contains("\"status\":\"healthy\"")
        .contains("\"messages_received\":" + sent.published())
        .contains("\"messages_written\":" + sent.stored())
        .contains("\"messages_rejected\":" + sent.rejectedInAll())
        .contains("\"messages_duplicate\":" + sent.duplicates());
  }

  private static boolean isHypertable(TestInstallation installation) {
    return installation.database.number(
            """
            select count(*) from pg_class c join pg_trigger t on t.tgrelid = c.oid
            where c.relname = 'telemetry' and t.tgname = 'ts_insert_blocker'
            """)
        > 0;
  }
}

package dev.weir.timescale.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.timescale.Stage;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PgBouncer in transaction mode takes LISTEN, and passes on nothing. */
class ChangeNoticesThroughPgBouncerIT {

  @Test
  void itNeverCountsAsWorkingAndSaysSoOnce() {
    try (Stage stage = Stage.of(Stage.Kind.PARTITIONS_THROUGH_PGBOUNCER);
        Listened listened = new Listened(stage.database)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .failFast("counted as working", listened.notices::isWorking)
          .until(() -> !listened.log().isEmpty());
      assertThat(listened.log())
          .containsExactly(
              "notifications do not work: no heartbeat was heard for 3 s (PgBouncer in transaction"
                  + " mode passes none on); changes are in force when their cached copy runs out");
      assertThat(listened.told).isEmpty();

      stage.test.execute("notify weir_changes, 'route:a'");
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(10))
          .until(() -> channels(stage).stream().noneMatch("weir_changes"::equals));
      assertThat(listened.told).isEmpty();
      assertThat(listened.log()).hasSize(1);
    }
  }

  /** What the session that PgBouncer lends us listens to. */
  private static List<String> channels(Stage stage) {
    return stage.database.query(
        "looking",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("select pg_listening_channels()")) {
            List<String> channels = new ArrayList<>();
            while (row.next()) {
              channels.add(row.getString(1));
            }
            return channels;
          }
        });
  }
}

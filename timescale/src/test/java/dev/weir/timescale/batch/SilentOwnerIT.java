package dev.weir.timescale.batch;

import static dev.weir.timescale.batch.Messages.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.core.lane.LaneGrant;
import dev.weir.timescale.Stage;
import dev.weir.timescale.lane.PostgresLaneStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** An owner that was stopped in the middle of COPY: its socket is open, and nothing comes. */
class SilentOwnerIT {

  private static final Duration LEASE = Duration.ofSeconds(1);

  @ParameterizedTest
  @EnumSource(
      value = Stage.Kind.class,
      names = {"HYPERTABLE", "HYPERTABLE_THROUGH_PGBOUNCER"})
  void itsLaneIsTakenWithinTheLeaseAndTwoSeconds(Stage.Kind kind) throws SQLException {
    try (Stage stage = Stage.of(kind);
        Connection silent = stage.database.dataSource().getConnection()) {
      LaneUnderTest lane = new LaneUnderTest(stage, "TELEMETRY-0");
      lane.commit(reading(1, "d1", "{}"));
      PostgresLaneStore lanes = new PostgresLaneStore(stage.database);
      lanes.renew(List.of(lane.grant), LEASE);
      long since = System.nanoTime();

      silent.setAutoCommit(false);
      assertThat(LaneRow.fence(silent, lane.grant)).isTrue();
      CopyIn copy =
          silent
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy telemetry (time, tenant_id, device_id) from stdin");
      byte[] half = "2026-01-15 12:00\tt1\td9\n2026-01-15 12:0".getBytes(StandardCharsets.UTF_8);
      copy.writeToCopy(half, 0, half.length);
      copy.flushCopy();

      await()
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> lanes.take("TELEMETRY-0", "other", Stage.LEASE) != null);
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(LEASE.plusSeconds(2));

      assertThatThrownBy(copy::endCopy).isInstanceOf(SQLException.class);
      assertThatThrownBy(silent::commit).isInstanceOf(SQLException.class);
      assertThat(stage.test.rows("select device_id from telemetry")).containsExactly("d1");
      next(stage, lane.grant);
    }
  }

  private static void next(Stage stage, LaneGrant former) {
    stage.test.execute("update ingest_lanes set owner = null");
    LaneUnderTest next = new LaneUnderTest(stage, "TELEMETRY-0");
    assertThat(next.grant.epoch()).isGreaterThan(former.epoch());
    assertThat(Objects.requireNonNull(next.commit(reading(2, "d1", "{}"))).stored()).isEqualTo(1);
  }
}

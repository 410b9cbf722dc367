package dev.weir.timescale.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.lane.Checkpoint;
import dev.weir.core.lane.LaneGrant;
import dev.weir.core.lane.LaneStatus;
import dev.weir.timescale.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
    value = Stage.Kind.class,
    names = {"PARTITIONS", "PARTITIONS_THROUGH_PGBOUNCER"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresLaneStoreIT {

  private static final String STREAM = "TELEMETRY-0";
  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final Duration EXPIRED = Duration.ofMillis(1);

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private PostgresLaneStore lanes;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
    lanes = new PostgresLaneStore(stage.database);
  }

  @BeforeEach
  void start() {
    stage.test.execute("delete from ingest_lanes; delete from ingest_members");
    lanes.addMissing(List.of(STREAM));
  }

  @AfterParameterizedClassInvocation
  void close() {
    stage.close();
  }

  @Test
  void addsLanesOnceWithAnIncarnationOfTheirOwn() {
    lanes.addMissing(List.of("TELEMETRY", STREAM));
    lanes.addMissing(List.of("TELEMETRY", STREAM));
    assertThat(lanes.list()).extracting(LaneStatus::stream).containsExactly("TELEMETRY", STREAM);
    assertThat(lanes.list()).allMatch(LaneStatus::isFree);
    assertThat(stage.test.number("select count(distinct incarnation) from ingest_lanes"))
        .isEqualTo(2);
  }

  @Test
  void membersAreThoseAlive() {
    assertThat(lanes.heartbeat("b", LEASE)).containsExactly("b");
    assertThat(lanes.heartbeat("a", LEASE)).containsExactly("a", "b");
    stage.test.execute("update ingest_members set alive_until = now() where member = 'a'");
    assertThat(lanes.heartbeat("b", LEASE)).containsExactly("b");
    lanes.leave("b");
    assertThat(lanes.heartbeat("c", LEASE)).containsExactly("c");
  }

  @Test
  void aLaneIsTakenOnceAndTheEpochRises() {
    LaneGrant first = taken("a", LEASE);
    assertThat(lanes.take(STREAM, "b", LEASE)).isNull();
    assertThat(lanes.list().getFirst().owner()).isEqualTo("a");
    assertThat(lanes.list().getFirst().leaseLeftMillis()).isBetween(3_000L, 5_000L);

    lanes.release(first);
    assertThat(lanes.list().getFirst().isFree()).isTrue();
    assertThat(taken("b", LEASE).epoch()).isEqualTo(first.epoch() + 1);
  }

  @Test
  void anUnknownLaneIsNobodys() {
    assertThat(lanes.take("TELEMETRY-99", "a", LEASE)).isNull();
  }

  @Test
  void anExpiredLeaseIsTakenOver() {
    LaneGrant first = taken("a", EXPIRED);
    LaneGrant second = taken("b", LEASE);
    assertThat(second.epoch()).isEqualTo(first.epoch() + 1);
    lanes.release(first);
    assertThat(lanes.list().getFirst().owner()).isEqualTo("b");
    assertThat(lanes.reincarnate(first, new Checkpoint(7, 70, 1, 0))).isNull();
  }

  @Test
  void renewsWhatIsStillOursAndPassesOverALockedLane() throws Exception {
    lanes.addMissing(List.of("TELEMETRY-1"));
    LaneGrant busy = taken("a", Duration.ofMillis(500));
    LaneGrant idle = Objects.requireNonNull(lanes.take("TELEMETRY-1", "a", Duration.ofMillis(500)));
    try (Connection holder = stage.test.connect()) {
      lock(holder);
      lanes.renew(List.of(busy, idle, new LaneGrant("TELEMETRY-1", 99, idle.checkpoint())), LEASE);
    }
    assertThat(lanes.list().get(0).leaseLeftMillis()).isLessThan(500);
    assertThat(lanes.list().get(1).leaseLeftMillis()).isGreaterThan(3_000);
  }

  @Test
  void doesNotRenewWhatWasReleased() {
    LaneGrant grant = taken("a", LEASE);
    lanes.release(grant);
    lanes.renew(List.of(grant), LEASE);
    assertThat(lanes.list().getFirst().isFree()).isTrue();
  }

  @Test
  void aNewHistoryGetsANumberNeverGivenBefore() {
    LaneGrant grant = taken("a", LEASE);
    LaneGrant next =
        Objects.requireNonNull(lanes.reincarnate(grant, new Checkpoint(40, 400, 123, 0)));
    assertThat(next.checkpoint().incarnation()).isGreaterThan(grant.checkpoint().incarnation());
    assertThat(next.checkpoint().lastSeq()).isEqualTo(40);
    assertThat(next.checkpoint().streamCreatedNanos()).isEqualTo(123);
    assertThat(lanes.reincarnate(grant, new Checkpoint(41, 410, 124, 0)))
        .as("the old checkpoint is void")
        .isNull();

    lanes.release(next);
    assertThat(taken("b", LEASE).checkpoint()).isEqualTo(next.checkpoint());
  }

  @Test
  void endsASilentOwnerThatHoldsTheRow() throws Exception {
    taken("a", EXPIRED);
    try (Connection silent = stage.database.dataSource().getConnection()) {
      silent.setAutoCommit(false);
      lock(silent);
      Thread.sleep(300);
      long start = System.nanoTime();
      assertThat(taken("b", LEASE).epoch()).isEqualTo(2);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThatThrownBy(silent::commit).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void leavesAHolderAloneWhoseLeaseRunsOn() throws Exception {
    LaneGrant grant = taken("a", LEASE);
    try (Connection holder = stage.database.dataSource().getConnection()) {
      holder.setAutoCommit(false);
      lock(holder);
      assertThat(lanes.take(STREAM, "b", LEASE)).isNull();
      try (Statement update = holder.createStatement()) {
        assertThat(update.executeUpdate("update ingest_lanes set last_seq = 5")).isEqualTo(1);
      }
      holder.commit();
    }
    assertThat(lanes.list().getFirst().epoch()).isEqualTo(grant.epoch());
  }

  private LaneGrant taken(String member, Duration lease) {
    LaneGrant grant = Objects.requireNonNull(lanes.take(STREAM, member, lease));
    if (lease.equals(EXPIRED)) {
      stage.test.execute("update ingest_lanes set lease_until = now() - interval '1 second'");
    }
    return grant;
  }

  private static void lock(Connection holder) throws Exception {
    holder.setAutoCommit(false);
    try (Statement select = holder.createStatement()) {
      select.execute("select from ingest_lanes where stream = '" + STREAM + "' for update");
    }
  }
}

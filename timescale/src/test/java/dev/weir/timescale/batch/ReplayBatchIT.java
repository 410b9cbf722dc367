package dev.weir.timescale.batch;

import static dev.weir.timescale.batch.Messages.NOON_MICROS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.lane.LaneGrant;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.Replay.Origin;
import dev.weir.core.message.Replay.Resolved;
import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import dev.weir.core.store.StoreException;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.timescale.Stage;
import dev.weir.timescale.quarantine.QuarantineFilter;
import dev.weir.timescale.quarantine.ReplayRecord;
import dev.weir.timescale.quarantine.ReplayRequest;
import dev.weir.timescale.quarantine.ReplayStore;
import dev.weir.timescale.quarantine.ReplayTarget;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a batch commits of the quarantined messages that it judged again. */
@ParameterizedClass
@EnumSource(
    value = Stage.Kind.class,
    names = {"HYPERTABLE", "PARTITIONS_THROUGH_PGBOUNCER"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayBatchIT {

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private LaneUnderTest lane;
  private ReplayStore replays;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
    replays = new ReplayStore(stage.database);
  }

  @AfterParameterizedClassInvocation
  void close() {
    stage.close();
  }

  @BeforeEach
  void start() {
    stage.test.execute(
        """
        truncate ingest_lanes, telemetry, quarantine_events, quarantine_counters_minute,
          quarantine_quota_minute, quarantine_replays restart identity
        """);
    lane = new LaneUnderTest(stage, "TELEMETRY-0");
  }

  @Test
  void outcomesAndTotalsLandWithTheRows() {
    quarantine(5);
    ReplayStore.Begun begun = begin(false);
    assertThat(begun.targets()).extracting("eventId").containsExactly(1L, 2L, 3L, 4L, 5L);

    lane.commit(replay(1, 1, reading("{}")), replay(2, 2, reading("{}")), replay(3, 3, refused()));
    assertThat(outcomes()).containsExactly("STORED", "STORED", "INVALID_JSON", "null", "null");
    lane.commit(
        replay(4, 1, reading("{}")), replay(5, 4, reading("{}")), replay(6, 5, 4, reading("[]")));

    assertThat(outcomes())
        .containsExactly("DUPLICATE", "STORED", "INVALID_JSON", "STORED", "DUPLICATE_KEY_CONFLICT");
    ReplayRecord record = replays.find(begun.id());
    assertThat(List.of(record.selected(), record.stored(), record.duplicates(), record.refused()))
        .as("the first outcome of each event")
        .containsExactly(5L, 3L, 0L, 2L);
    assertThat(record.reasons())
        .isEqualTo(Map.of("INVALID_JSON", 1L, "DUPLICATE_KEY_CONFLICT", 1L));
    assertThat(stage.test.number("select count(*) from telemetry")).isEqualTo(3);
    assertThat(
            stage.test.rows(
                """
                select replay_of, stream, incarnation, stream_seq, arrived_at = to_timestamp(%d),
                  body_size, is_whole
                from quarantine_events where replay_of is not null order by id
                """
                    .formatted(NOON_MICROS / 1_000_000)))
        .containsExactly("3|OLD|9|3|t|77|t", "5|OLD|9|4|t|77|t");
  }

  @Test
  void nothingOfItLandsWithoutTheCheckpoint() {
    quarantine(1);
    ReplayStore.Begun begun = begin(false);
    LaneGrant stale = lane.grant;
    stage.test.execute("update ingest_lanes set epoch = epoch + 1");

    assertThatThrownBy(() -> lane.writer.commit(stale, Messages.batch(replay(1, 1, reading("{}")))))
        .isInstanceOf(StoreException.class);

    assertThat(outcomes()).containsExactly("null");
    assertThat(replays.find(begun.id()).stored()).isZero();
  }

  @Test
  void whatSucceededOrIsUnderWayIsNotTakenUpAgain() {
    quarantine(3);
    begin(false);
    lane.commit(replay(1, 1, reading("{}")), replay(2, 2, refused()));

    assertThat(begin(false).targets()).extracting("eventId").containsExactly(2L);
    lane.commit(replay(3, 2, refused()));
    assertThat(begin(true).targets()).extracting("eventId").containsExactly(1L, 2L);
    stage.test.execute(
        "update quarantine_events"
            + " set replay_requested_at = replay_requested_at - interval '61 minutes'");
    assertThat(begin(false).targets()).extracting("eventId").containsExactly(1L, 2L, 3L);
  }

  @Test
  void aRefusalOfAReplayIsNotTakenUpBesideItsOriginal() {
    quarantine(3);
    long seq = 1;
    for (int replay = 0; replay < 5; replay++) {
      assertThat(begin(false).targets()).extracting("eventId").containsExactly(1L, 2L, 3L);
      for (long event = 1; event <= 3; event++) {
        lane.commit(replay(seq++, event, refused()));
      }
    }
    stage.test.execute("update quarantine_events set is_whole = id not in (3, 4)");
    assertThat(replays.count(request(List.of(), true))).isEqualTo(2);
    assertThat(replays.countCut(filter(List.of()))).isEqualTo(1);
    stage.test.execute("update quarantine_events set is_whole = true");

    ReplayStore.Begun last = begin(false);
    for (ReplayTarget target : last.targets()) {
      lane.commit(replay(seq++, target.eventId(), reading("{}")));
    }

    assertThat(List.of(replays.find(last.id()).selected(), replays.find(last.id()).stored()))
        .containsExactly(3L, 3L);
    assertThat(stage.test.number("select count(*) from telemetry")).isEqualTo(3);
    assertThat(begin(false).targets()).isEmpty();
    assertThat(replays.begin(request(List.of(4L), false)).targets())
        .as("named by its id")
        .extracting("eventId")
        .containsExactly(4L);
  }

  @Test
  void ofTwoReplaysAtOnceOneTakesAnEvent() throws SQLException {
    quarantine(3);
    List<CompletableFuture<ReplayStore.Begun>> both;
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        Connection holder = stage.test.connect();
        Statement hold = holder.createStatement()) {
      holder.setAutoCommit(false);
      hold.execute("select from quarantine_events for update");
      both =
          List.of(
              CompletableFuture.supplyAsync(() -> begin(false), threads),
              CompletableFuture.supplyAsync(() -> begin(false), threads));
      stage.awaitWaiting(2);
      holder.commit();
    }

    assertThat(both)
        .extracting(begun -> begun.join().targets().size())
        .containsExactlyInAnyOrder(0, 3);
  }

  @Test
  void whatWasNotPublishedIsFreeAtOnce() {
    quarantine(2);
    ReplayStore.Begun begun = begin(false);
    replays.published(begun.id(), 1, List.of(2L));

    assertThat(begin(false).targets()).extracting("eventId").containsExactly(2L);
  }

  @Test
  void lanesThatSettleTheSameReplaysDoNotDeadlock() {
    quarantine(400);
    begin(false);
    LaneUnderTest other = new LaneUnderTest(stage, "TELEMETRY-1");
    CompletableFuture<Void> ascending = CompletableFuture.runAsync(() -> settle(lane, true));
    settle(other, false);
    ascending.join();

    assertThat(stage.test.number("select stored from quarantine_replays")).isEqualTo(400);
    assertThat(stage.test.number("select count(*) from telemetry")).isEqualTo(800);
  }

  private static void settle(LaneUnderTest lane, boolean ascending) {
    for (int batch = 0; batch < 20; batch++) {
      List<Judged> messages = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int id = batch * 20 + (ascending ? i : 19 - i) + 1;
        long place = ascending ? id : 1_000 + id; // else they would wait for each other's readings
        messages.add(replay(batch * 20L + i + 1, id, place, reading("{}")));
      }
      assertThat(lane.commit(messages.toArray(Judged[]::new)).stored()).isEqualTo(20);
    }
  }

  private ReplayStore.Begun begin(boolean again) {
    return replays.begin(request(List.of(), again));
  }

  private static ReplayRequest request(List<Long> ids, boolean again) {
    return new ReplayRequest(filter(ids), again, 1_000, "tester");
  }

  private static QuarantineFilter filter(List<Long> ids) {
    return new QuarantineFilter("t1", null, List.of(), null, null, ids);
  }

  private void quarantine(int events) {
    stage.test.execute(
        "insert into quarantine_events (tenant_id) select 't1' from generate_series(1, %d)"
            .formatted(events));
  }

  private List<String> outcomes() {
    return stage.test.rows(
        "select replay_outcome from quarantine_events where replay_of is null order by id");
  }

  private static Judged replay(long seq, long eventId, Verdict verdict) {
    return replay(seq, eventId, eventId, verdict);
  }

  /** Its place in the stream is its identity, for it has no seq. */
  private static Judged replay(long seq, long eventId, long place, Verdict verdict) {
    Origin origin = new Origin("OLD", 9, place, NOON_MICROS);
    return new Judged(
        new Envelope(
            seq,
            (NOON_MICROS + 86_400_000_000L) * 1_000,
            "t1",
            "tenant/t1/device/d1/telemetry",
            null,
            null,
            -1,
            "{}".getBytes(StandardCharsets.UTF_8),
            new Resolved(eventId, origin, 77, true, null)),
        verdict);
  }

  private static Verdict refused() {
    return new Rejected(RejectReason.INVALID_JSON, "detail", "t1");
  }

  private static Verdict reading(String metrics) {
    return new Accepted(
        new TelemetryMessage(
            new Topic("t1", "d1", "telemetry"),
            "s1",
            NOON_MICROS,
            null,
            null,
            null,
            Slice.of(metrics.getBytes(StandardCharsets.UTF_8)),
            Slice.EMPTY_OBJECT,
            Double.NaN,
            Double.NaN));
  }
}

package dev.weir.timescale.batch;

import static dev.weir.core.verdict.RejectReason.BAD_TOPIC_FORMAT;
import static dev.weir.core.verdict.RejectReason.DUPLICATE_KEY_CONFLICT;
import static dev.weir.core.verdict.RejectReason.INVALID_JSON;
import static dev.weir.core.verdict.RejectReason.MISSING_METRICS;
import static dev.weir.timescale.batch.Messages.NOON_MICROS;
import static dev.weir.timescale.batch.Messages.batch;
import static dev.weir.timescale.batch.Messages.reading;
import static dev.weir.timescale.batch.Messages.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.lane.LaneGrant;
import dev.weir.core.message.Envelope;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.store.Batch;
import dev.weir.core.store.Commit;
import dev.weir.core.store.RejectCount;
import dev.weir.core.store.StoreException;
import dev.weir.core.store.StoreException.Kind;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.timescale.Stage;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Stage.Kind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresBatchWriterIT {

  private static final long MINUTE = NOON_MICROS / 60_000_000;

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private LaneUnderTest lane;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
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
          quarantine_quota_minute
        """);
    lane = new LaneUnderTest(stage, "TELEMETRY-0");
  }

  @Test
  void landsReadingsRefusalsAndTheCheckpointTogether() {
    Commit commit =
        lane.commit(
            new Batch(
                List.of(
                    reading(3, "d1", "{\"t\":1.50,\"ok\":true}"),
                    refusal(5, "t1", INVALID_JSON),
                    reading(6, "d2", NOON_MICROS, 9L, "s1", "{}"),
                    refusal(7, "t1", INVALID_JSON),
                    refusal(8, "nobody", MISSING_METRICS)),
                3,
                SettingsSnapshot.DEFAULTS,
                "t1"::equals));

    assertThat(commit.stored()).isEqualTo(2);
    assertThat(commit.duplicates()).isZero();
    assertThat(commit.rejected())
        .containsExactly(
            new RejectCount(MINUTE, "t1", INVALID_JSON, 2),
            new RejectCount(MINUTE, "unknown", MISSING_METRICS, 1));
    assertThat(commit.checkpoint().lastSeq()).isEqualTo(8);
    assertThat(
            rows(
                """
                select last_seq, last_time_ns, stored, quarantined, duplicates, gaps,
                  lease_until > now() + interval '4 seconds'
                from ingest_lanes
                """))
        .containsExactly("8|" + (NOON_MICROS + 8) * 1_000 + "|2|3|0|3|t");
    assertThat(
            rows(
                """
                select device_id, site_id, msg_type, seq, metrics, origin_incarnation is null,
                  origin_seq
                from telemetry order by device_id
                """))
        .containsExactly(
            "d1|s1|telemetry|null|{\"t\": 1.50, \"ok\": true}|f|3", "d2|s1|telemetry|9|{}|t|null");
    assertThat(rows("select tenant_id, reason, cnt from quarantine_counters_minute order by 1"))
        .containsExactly("t1|INVALID_JSON|2", "unknown|MISSING_METRICS|1");
    assertThat(
            rows(
                """
                select tenant_id, reason, detail, payload ->> 'n', stream, stream_seq
                from quarantine_events order by id
                """))
        .containsExactly(
            "t1|INVALID_JSON|wrong 5|5|TELEMETRY-0|5",
            "t1|INVALID_JSON|wrong 7|7|TELEMETRY-0|7",
            "nobody|MISSING_METRICS|wrong 8|8|TELEMETRY-0|8");
  }

  @Test
  void readingsOfADeviceLieTogetherInTheirOrder() {
    Judged[] first = {
      reading(1, "d2", "{}"),
      reading(2, "d10", "{}"),
      reading(3, "d2", "{}"),
      reading(4, "d1", "{}")
    };
    Judged[] repeated = {
      reading(5, "d3", NOON_MICROS, 1L, "s1", "{}"),
      reading(6, "d0", "{}"),
      reading(7, "d3", NOON_MICROS, 1L, "s1", "{}"),
      reading(8, "d3", "{}")
    };
    String places = "select device_id, origin_seq from telemetry order by tableoid, ctid";

    lane.commit(first);
    List<String> copied = rows(places);
    stage.test.execute("truncate telemetry");
    lane.commit(repeated);

    assertThat(copied).containsExactly("d1|4", "d10|2", "d2|1", "d2|3");
    assertThat(rows(places)).as("by staging").containsExactly("d0|6", "d3|null", "d3|8");
  }

  @Test
  void aLaneThatIsNoLongerOursCommitsNothing() {
    LaneGrant old = lane.grant;
    stage.test.execute("update ingest_lanes set lease_until = now() - interval '1 second'");
    LaneUnderTest next = new LaneUnderTest(stage, "TELEMETRY-0");
    assertFenced(() -> lane.writer.commit(old, batch(reading(1, "d1", "{}"))));
    next.commit(reading(1, "d1", "{}"));
    assertFenced(() -> lane.writer.commit(old, batch(reading(1, "d1", "{}"))));
    assertFenced(
        () -> next.writer.commit(old.at(next.grant.checkpoint()), batch(reading(2, "d", "{}"))));
    assertFenced(
        () -> next.writer.commit(next.grant.at(old.checkpoint()), batch(reading(3, "d", "{}"))));
    assertThat(stage.test.number("select count(*) from telemetry")).isEqualTo(1);
  }

  @Test
  void whatIsThereAlreadyIsADuplicateOrAConflict() {
    lane.commit(
        reading(1, "d1", NOON_MICROS, 1L, "s1", "{\"a\":1,\"b\":2}"),
        reading(2, "d1", NOON_MICROS, 2L, "s1", "{\"a\":1}"),
        reading(3, "d1", NOON_MICROS, 3L, "s1", "{\"a\":1}"));
    Commit again =
        lane.commit(
            reading(4, "d1", NOON_MICROS, 1L, "s1", "{\"b\":2.0, \"a\":1}"),
            reading(5, "d1", NOON_MICROS, 2L, "s1", "{\"a\":2}"),
            reading(6, "d1", NOON_MICROS, 3L, "s2", "{\"a\":1}"),
            refusal(7, "t1", INVALID_JSON),
            reading(8, "d1", NOON_MICROS, 4L, "s1", "{\"a\":1}"));

    assertThat(again.stored()).isEqualTo(1);
    assertThat(again.duplicates()).isEqualTo(1);
    assertThat(again.rejected())
        .containsExactlyInAnyOrder(
            new RejectCount(MINUTE, "t1", DUPLICATE_KEY_CONFLICT, 2),
            new RejectCount(MINUTE, "t1", INVALID_JSON, 1));
    assertThat(rows("select reason, stream_seq from quarantine_events order by id"))
        .containsExactly("DUPLICATE_KEY_CONFLICT|5", "DUPLICATE_KEY_CONFLICT|6", "INVALID_JSON|7");
    assertThat(rows("select stored, quarantined, duplicates from ingest_lanes"))
        .containsExactly("4|3|1");
    assertThat(lane.commit(reading(9, "d1", NOON_MICROS, 4L, "s1", "{\"a\":1}")).duplicates())
        .isEqualTo(1);
    assertThat(lane.commit(reading(10, "d1", NOON_MICROS, 10L, "s1", "{}")).stored()).isEqualTo(1);
    assertThat(lane.commit(reading(11, "d1", NOON_MICROS, 11L, "s1", "{}")).stored()).isEqualTo(1);
  }

  @Test
  void ofRepeatsInsideABatchTheFirstIsStored() {
    Commit commit =
        lane.commit(
            reading(1, "d1", NOON_MICROS, 1L, "s1", "{\"a\":1}"),
            reading(2, "d2", NOON_MICROS, 1L, "s1", "{\"a\":1}"),
            reading(3, "d1", NOON_MICROS, 1L, "s1", "{\"a\":2}"),
            reading(4, "d1", NOON_MICROS, 1L, "s1", "{\"a\":1.0}"));
    assertThat(commit.stored()).isEqualTo(2);
    assertThat(commit.duplicates()).isEqualTo(1);
    assertThat(rows("select reason, stream_seq from quarantine_events"))
        .containsExactly("DUPLICATE_KEY_CONFLICT|3");
    assertThat(rows("select metrics from telemetry where device_id = 'd1'"))
        .containsExactly("{\"a\": 1}");
  }

  @Test
  void withoutASeqThePlaceInTheStreamIsTheIdentity() {
    Commit commit =
        lane.commit(
            reading(1, "d1", NOON_MICROS, null, "s1", "{\"a\":1}"),
            reading(2, "d1", NOON_MICROS, null, "s1", "{\"a\":1}"));
    assertThat(commit.stored()).isEqualTo(2);

    // The same place again, as after a replay; once by COPY, once while staging.
    stage.test.execute("update ingest_lanes set last_seq = 0");
    lane.grant = lane.grant.at(lane.grant.checkpoint().advancedTo(0, 0));
    assertThat(lane.commit(reading(1, "d1", NOON_MICROS, null, "s1", "{\"a\":1}")).duplicates())
        .isEqualTo(1);
    assertThat(
            lane.commit(
                    reading(2, "d1", NOON_MICROS, null, "s1", "{\"a\":1}"),
                    reading(3, "d1", NOON_MICROS, null, "s1", "{\"a\":1}"))
                .stored())
        .isEqualTo(1);
  }

  @Test
  void aPoisonedRowIsToldAndNothingIsCommitted() {
    Judged poison = reading(2, "d1", "{\"a\":\"\\u0000\"}");
    assertThatThrownBy(() -> lane.commit(reading(1, "d1", "{\"secret\":1}"), poison))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.POISON);
              assertThat(e.sqlState()).startsWith("22");
              assertThat(e).hasMessageNotContaining("secret");
            });
    assertThat(rows("select last_seq from ingest_lanes")).containsExactly("0");
    assertThat(lane.commit(reading(1, "d1", "{}")).stored()).isEqualTo(1);
  }

  @Test
  void twoLanesWithTheSameReadingsStoreThemOnce() {
    LaneUnderTest other = new LaneUnderTest(stage, "TELEMETRY-1");
    List<CompletableFuture<Long>> both = new ArrayList<>();
    for (LaneUnderTest each : List.of(lane, other)) {
      both.add(CompletableFuture.supplyAsync(() -> storeAll(each, 20, 200)));
    }
    assertThat(both.stream().mapToLong(CompletableFuture::join).sum()).isEqualTo(20 * 200);
    assertThat(stage.test.number("select count(*) from telemetry")).isEqualTo(20 * 200);
    assertThat(stage.test.number("select sum(stored + duplicates) from ingest_lanes"))
        .isEqualTo(2 * 20 * 200);
  }

  private static long storeAll(LaneUnderTest lane, int batches, int size) {
    long stored = 0;
    for (long b = 0; b < batches; b++) {
      Judged[] messages =
          LongStream.range(b * size, (b + 1) * size)
              .mapToObj(i -> reading(i + 1, "d" + i % 7, NOON_MICROS, i, "s1", "{\"a\":" + i + "}"))
              .toArray(Judged[]::new);
      while (true) {
        try {
          stored += lane.commit(messages).stored();
          break;
        } catch (StoreException deadlock) {
          assertThat(deadlock.kind()).isEqualTo(Kind.TRANSIENT);
        }
      }
    }
    return stored;
  }

  @Test
  void theCapIsExactAcrossLanes() {
    SettingsSnapshot settings =
        new SettingsSnapshot(capped(37, true), Map.of("t1", capped(50, true)));
    List<CompletableFuture<Void>> lanes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String stream : List.of("TELEMETRY-1", "TELEMETRY-2", "TELEMETRY-3")) {
        LaneUnderTest each = new LaneUnderTest(stage, stream);
        lanes.add(CompletableFuture.runAsync(() -> refuseAll(each, settings), threads));
      }
    }
    lanes.forEach(CompletableFuture::join);
    assertThat(
            rows(
                "select tenant_id, sum(cnt) from quarantine_counters_minute group by 1 order by 1"))
        .containsExactly("t1|150", "unknown|150");
    assertThat(
            rows("select tenant_id, count(*) from quarantine_events group by 1 order by tenant_id"))
        .containsExactly("nobody|37", "t1|50");
    assertThat(rows("select tenant_id, stored from quarantine_quota_minute order by 1"))
        .containsExactly("t1|50", "unknown|37");
  }

  private static void refuseAll(LaneUnderTest lane, SettingsSnapshot settings) {
    for (long seq = 1; seq <= 100; seq += 10) {
      List<Judged> refusals =
          LongStream.range(seq, seq + 10)
              .mapToObj(i -> refusal(i, i % 2 == 0 ? "t1" : "nobody", INVALID_JSON))
              .toList();
      lane.commit(batch(settings, refusals));
    }
  }

  @Test
  void aCapThatIsRaisedLeavesRoomAgain() {
    SettingsSnapshot two = new SettingsSnapshot(capped(2, true), Map.of());
    for (long seq = 1; seq <= 5; seq++) {
      lane.commit(batch(two, List.of(refusal(seq, "t1", INVALID_JSON))));
    }
    SettingsSnapshot three = new SettingsSnapshot(capped(3, true), Map.of());
    lane.commit(batch(three, List.of(refusal(6, "t1", INVALID_JSON))));
    lane.commit(batch(three, List.of(refusal(7, "t1", INVALID_JSON))));

    assertThat(rows("select stream_seq from quarantine_events order by id"))
        .containsExactly("1", "2", "6");
    assertThat(rows("select sum(cnt) from quarantine_counters_minute")).containsExactly("7");
  }

  @Test
  void storesTheFirstOfAMinuteOrNoneAtAll() {
    SettingsSnapshot two = new SettingsSnapshot(capped(2, true), Map.of());
    lane.commit(
        batch(two, LongStream.of(1, 2, 3).mapToObj(i -> refusal(i, "t1", INVALID_JSON)).toList()));
    assertThat(rows("select stream_seq from quarantine_events order by id"))
        .containsExactly("1", "2");

    SettingsSnapshot none = new SettingsSnapshot(capped(1000, false), Map.of());
    lane.commit(batch(none, List.of(refusal(4, "t1", INVALID_JSON))));
    assertThat(rows("select sum(cnt) from quarantine_counters_minute")).containsExactly("4");
    assertThat(stage.test.number("select count(*) from quarantine_events")).isEqualTo(2);
  }

  @Test
  void aRefusalIsStorableWhateverArrived() {
    byte[] body = {'{', 0, (byte) 0xff, (byte) 0xfe, '"'};
    Envelope hostile =
        new Envelope(
            1,
            NOON_MICROS * 1_000,
            "t\0\ud800",
            "tenant/\0/" + "x".repeat(5_000),
            "secret-token",
            "\udfff\0" + "u".repeat(9_000),
            70_000,
            body);
    Commit commit =
        lane.commit(new Judged(hostile, new Rejected(BAD_TOPIC_FORMAT, "detail\0\ud800", null)));
    assertThat(commit.rejected())
        .containsExactly(new RejectCount(MINUTE, "unknown", BAD_TOPIC_FORMAT, 1));
    assertThat(
            rows(
                """
                select length(topic), subject_tenant, left(username, 3), length(username),
                  original_size, encode(raw, 'hex'), payload is null,
                  token_sha256 = sha256('secret-token'), arrived_at = to_timestamp(%d),
                  incarnation is not null
                from quarantine_events
                """
                    .formatted(NOON_MICROS / 1_000_000)))
        .containsExactly("512|t\ufffd\ufffd|\ufffd\ufffdu|512|70000|7b00fffe22|t|t|t|t");
  }

  @Test
  void waitsOnlySoLongForItsOwnRow() throws Exception {
    try (Connection holder = stage.test.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select from ingest_lanes for update");
      assertThatThrownBy(() -> lane.commit(reading(1, "d1", "{}")))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));
    }
    assertThat(lane.commit(reading(1, "d1", "{}")).stored()).isEqualTo(1);
  }

  private static Settings capped(int cap, boolean store) {
    return new Settings(5, 20, 0, 1_000, 8_192, 50, 128, 300, 2_592_000, store, cap);
  }

  private static void assertFenced(Runnable commit) {
    assertThatThrownBy(commit::run)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FENCED));
  }

  private List<String> rows(String sql) {
    return stage.test.rows(sql);
  }
}

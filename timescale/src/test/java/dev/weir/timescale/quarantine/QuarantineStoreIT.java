package dev.weir.timescale.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Replay.Origin;
import dev.weir.core.quarantine.QuarantinedMessage;
import dev.weir.timescale.Stage;
import dev.weir.timescale.quarantine.ReasonCount.Span;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people see of the quarantine, and what a lane takes from it. */
class QuarantineStoreIT {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static Stage stage;
  private static QuarantineStore quarantine;

  @BeforeAll
  static void open() {
    stage = Stage.of(Stage.Kind.PARTITIONS);
    quarantine = new QuarantineStore(stage.database);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void clear() {
    stage.test.execute(
        "truncate quarantine_events, quarantine_counters_minute, quarantine_replays"
            + " restart identity");
  }

  @Test
  void filtersNarrowTogether() {
    stage.test.execute(
        """
        insert into quarantine_events (ingested_at, tenant_id, device_id, reason) values
          ('2026-01-31 11:59Z', 'a', 'd1', 'INVALID_JSON'),
          ('2026-01-31 12:00Z', 'a', 'd2', 'TOKEN_MISSING'),
          ('2026-01-31 12:01Z', 'b', 'd1', 'TOKEN_MISSING'),
          ('2026-01-31 12:02Z', null, null, 'RATE_LIMITED')
        """);

    assertThat(ids(filter(null, null, List.of(), null, null))).containsExactly(4L, 3L, 2L, 1L);
    assertThat(ids(filter("a", null, List.of(), null, null))).containsExactly(2L, 1L);
    assertThat(ids(filter("a", "d1", List.of(), null, null))).containsExactly(1L);
    assertThat(ids(filter(null, null, List.of("TOKEN_MISSING", "INVALID_JSON"), null, null)))
        .containsExactly(3L, 2L, 1L);
    assertThat(ids(filter(null, null, List.of(), NOON, NOON.plusSeconds(120))))
        .containsExactly(3L, 2L);
    QuarantineFilter two =
        new QuarantineFilter(null, null, List.of(), null, null, List.of(4L, 1L, 99L));
    assertThat(ids(two)).containsExactly(4L, 1L);
    assertThat(quarantine.count(two)).isEqualTo(2);
    assertThat(quarantine.list(two, 1)).hasSize(1);
  }

  @Test
  void purgesInChunksAndLeavesWhatIsUnderWay() {
    stage.test.execute(
        """
        insert into quarantine_events (tenant_id) select 'a' from generate_series(1, 20001);
        insert into quarantine_events (tenant_id, replay_id, replay_requested_at, replay_outcome)
        values ('a', 1, now() - interval '59 minutes', null), ('a', 1, now(), 'STORED'),
          ('a', 2, now() - interval '61 minutes', null), ('a', 3, null, null),
          ('b', null, null, null)
        """);

    assertThat(quarantine.purge(filter("a", null, List.of(), null, null))).isEqualTo(20_004);

    assertThat(stage.test.rows("select id from quarantine_events order by id"))
        .containsExactly("20002", "20006");
  }

  /** The deletion has its snapshot, in which nothing is under way, and is held before its rows. */
  @Test
  void aPurgeLeavesWhatIsTakenUpMeanwhile() throws SQLException {
    QuarantineFilter all = filter("a", null, List.of(), null, null);
    stage.test.execute(
        """
        insert into quarantine_events (tenant_id) values ('a'), ('a');
        create function hold() returns trigger language plpgsql as
          'begin perform pg_advisory_xact_lock(1); return null; end';
        create trigger hold before delete on quarantine_events execute function hold()
        """);
    CompletableFuture<Long> purged;
    try (Connection holder = stage.test.connect();
        Statement hold = holder.createStatement()) {
      hold.execute("select pg_advisory_lock(1)");
      purged = CompletableFuture.supplyAsync(() -> quarantine.purge(all));
      stage.awaitWaiting(1);
      var request = new ReplayRequest(all, false, 1, "tester");
      assertThat(new ReplayStore(stage.database).begin(request).targets()).hasSize(1);
    } finally {
      stage.test.execute("alter table quarantine_events disable trigger hold");
    }

    assertThat(purged.join()).isEqualTo(1);
    assertThat(stage.test.rows("select id from quarantine_events")).containsExactly("1");
  }

  @Test
  void countsAreExactOverAnySpan() {
    stage.test.execute(
        """
        insert into quarantine_counters_minute values
          ('2026-01-31 11:59Z', 'a', 'INVALID_JSON', 1), ('2026-01-31 12:00Z', 'a', 'INVALID_JSON', 2),
          ('2026-01-31 12:59Z', 'a', 'INVALID_JSON', 4), ('2026-01-31 12:59Z', 'b', 'INVALID_JSON', 8),
          ('2026-02-01 00:00Z', 'a', 'INVALID_JSON', 16)
        """);
    Instant end = NOON.plusSeconds(43_201);

    assertThat(quarantine.counts(Span.HOUR, null, NOON, end))
        .containsExactly(
            new ReasonCount(NOON, "a", "INVALID_JSON", 6),
            new ReasonCount(NOON, "b", "INVALID_JSON", 8),
            new ReasonCount(NOON.plusSeconds(43_200), "a", "INVALID_JSON", 16));
    assertThat(quarantine.counts(Span.DAY, "a", NOON.minusSeconds(60), end.minusSeconds(1)))
        .containsExactly(
            new ReasonCount(Instant.parse("2026-01-31T00:00:00Z"), "a", "INVALID_JSON", 7));
    assertThat(quarantine.counts(Span.MINUTE, "a", NOON, end)).hasSize(3);
  }

  @Test
  void aRowThatSomebodyWroteByHandIsAMessageWhateverIsMissing() {
    stage.test.execute(
        """
        insert into quarantine_events (ingested_at, topic, tenant_id, reason, payload, raw) values
          ('2026-01-31 12:00Z', 'x', 't.1', 'TOKEN_MISSING', '{"a": 1}', null),
          ('infinity', null, null, 'INVALID_JSON', null, '{'),
          ('-infinity', null, 'a/b', 'TOKEN_MISSING', null, null);
        insert into quarantine_events (arrived_at, incarnation, stream_seq, stream, subject_tenant,
          tenant_id, body_size, is_whole, token_sha256)
        values ('2026-01-31 12:00:00.123456Z', 3, 4, 'S', 't%2E2', 't1', 5, false, '\\x01')
        """);

    Map<Long, QuarantinedMessage> found =
        new PostgresReplaySource(stage.database).find(List.of(1L, 2L, 3L, 4L, 5L));

    assertThat(found).containsOnlyKeys(1L, 2L, 3L, 4L);
    QuarantinedMessage first = kept(found, 1);
    assertThat(first.replay().origin())
        .isEqualTo(new Origin(null, 0, 1, NOON.getEpochSecond() * 1_000_000));
    assertThat(first.replay().bodySize()).isEqualTo(8);
    assertThat(first.replay().isWhole()).isTrue();
    assertThat(first.replay().tokenHash()).isNull();
    assertThat(new String(first.body(), StandardCharsets.UTF_8)).isEqualTo("{\"a\": 1}");
    assertThat(first.isFor("t%2E1")).isTrue();
    assertThat(kept(found, 2).isEnvelope()).isTrue();
    assertThat(kept(found, 2).isFor("%")).isTrue();
    assertThat(kept(found, 3).isEnvelope()).isFalse();
    assertThat(kept(found, 3).isFor("%")).isTrue();
    QuarantinedMessage last = kept(found, 4);
    assertThat(last.replay().origin())
        .isEqualTo(new Origin("S", 3, 4, NOON.getEpochSecond() * 1_000_000 + 123_456));
    assertThat(last.replay().bodySize()).isEqualTo(5);
    assertThat(last.replay().isWhole()).isFalse();
    assertThat(last.isFor("t%2E2")).isTrue();
  }

  private static QuarantinedMessage kept(Map<Long, QuarantinedMessage> found, long id) {
    return Objects.requireNonNull(found.get(id));
  }

  private static List<Long> ids(QuarantineFilter filter) {
    return quarantine.list(filter, 100).stream().map(QuarantineSummary::id).toList();
  }

  private static QuarantineFilter filter(
      @Nullable String tenant,
      @Nullable String device,
      List<String> reasons,
      @Nullable Instant since,
      @Nullable Instant until) {
    return new QuarantineFilter(tenant, device, reasons, since, until, List.of());
  }
}

package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Refused messages go through all checks again, on real servers; each test has its own device. */
final class QuarantineReplayIT {

  private static Instant start = Instant.EPOCH;
  private static final int MAX_AGE_SECONDS = 2_592_000;

  private static QuarantineStage stage;

  /** What is refused because the registry does not know the devices yet, or for its own faults. */
  @BeforeAll
  static void refuse() throws Exception {
    stage = new QuarantineStage();
    stage.run("tenant", "add", "acme");
    stage.run("tenant", "add", "other");
    stage.serve();
    start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String ts = "\"ts\":" + start.getEpochSecond();
    String token = "\"provision_token\":\"secret\"";
    stage.publishNative(
        "acme", "future", null, payload(token, "\"ts\":" + (start.getEpochSecond() + 310)));
    stage.publishNative(
        "acme",
        "old",
        null,
        payload(token, "\"ts\":" + (start.getEpochSecond() - MAX_AGE_SECONDS + 8)));
    stage.publishNative("acme", "native", null, payload(token, ts, "\"seq\":1"));
    stage.publishNative("acme", "native-bare", null, payload(token));
    stage.publishNative("acme", "native-ts", null, payload(token, ts));
    stage.publishNative("acme", "native-seq", null, payload(token, "\"seq\":1"));
    stage.publishNative("acme", "header", "secret", payload(ts));
    stage.publishNative("acme", "raw", null, payload(token, ts, "\"x\":\"\\u0000\""));
    stage.publishEnvelope("acme", "envelope", payload(token, ts, "\"seq\":1"));
    stage.publishEnvelope("acme", "envelope-bare", payload(token));
    stage.publishEnvelope("acme", "text", quoted(payload(token, ts)));

    stage.publishNative("acme", "wrong", null, payload("\"provision_token\":\"Secret\""));
    stage.publishNative("acme", "none", null, payload());
    stage.publishNative("acme", "empty", null, payload("\"provision_token\":\"\""));
    stage.publishNative("acme", "number", null, payload("\"provision_token\":5"));
    stage.publishNative("acme", "stars", null, payload("\"provision_token\":\"***\""));
    stage.publishNative("acme", "cut", null, payload(token, "\"x\":\"" + "x".repeat(9_000) + '"'));
    stage.publishNative("acme", "small", null, payload(token));
    stage.publishNative("other", "foreign", null, payload(token));
    stage.assertAccount();
    register();
  }

  /** The registry's changes are to be seen at once. */
  private static void register() {
    for (String device :
        stage.database.rows("select device_id from quarantine_events where tenant_id = 'acme'")) {
      String token = device.equals("stars") ? "***" : "secret";
      assertThat(stage.run("device", "add", "acme", device, "--token", token).exitCode()).isZero();
    }
    stage.serve();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @AfterEach
  void everythingIsAccountedFor() {
    stage.assertAccount();
  }

  @ParameterizedTest
  @CsvSource({
    "native, 1",
    "native-bare,",
    "native-ts,",
    "native-seq, 1",
    "header,",
    "raw,",
    "envelope, 1",
    "envelope-bare,",
    "text,",
    "stars,"
  })
  void whatWasRightIsStoredOnce(String device, @Nullable Long seq) {
    assertThat(stage.first(device, "reason")).isEqualTo("UNREGISTERED_DEVICE");

    assertOutcome(stage.replay("--device", device), 1, 0, 0);
    assertThat(stage.first(device, "replay_outcome")).isEqualTo("STORED");
    assertThat(stage.replay("--device", device).get("selected").asInt()).isZero();
    assertOutcome(stage.replay("--device", device, "--again"), 0, 1, 0);
    assertThat(stage.first(device, "replay_outcome")).isEqualTo("DUPLICATE");

    assertThat(stage.stored(device)).isEqualTo(1);
    assertThat(
            stage.database.rows(
                """
                select t.seq, t.time = coalesce(e.event_ts, e.arrived_at)
                from telemetry t join quarantine_events e using (tenant_id, device_id)
                where device_id = '%s'
                """
                    .formatted(device)))
        .containsExactly(seq + "|t");
  }

  @ParameterizedTest
  @CsvSource({
    "wrong, TOKEN_INVALID",
    "number, TOKEN_INVALID",
    "none, TOKEN_MISSING",
    "empty, TOKEN_MISSING"
  })
  void whatIsStillWrongIsRefusedAgain(String device, String reason) {
    long event = stage.event(device);

    JsonNode result = stage.replay("--device", device);

    assertOutcome(result, 0, 0, 1);
    assertThat(result.get(reason).asInt()).isEqualTo(1);
    assertThat(stage.first(device, "replay_outcome")).isEqualTo(reason);
    assertThat(
            stage.database.rows(
                """
                select n.reason, n.replay_of = e.id, (n.stream, n.incarnation, n.stream_seq)
                    = (e.stream, e.incarnation, e.stream_seq), n.arrived_at = e.arrived_at,
                  n.body_size = e.body_size, n.payload = e.payload, n.username = e.username,
                  n.token_sha256 is not distinct from e.token_sha256
                from quarantine_events n join quarantine_events e on e.id = %d
                where n.id > e.id and n.device_id = e.device_id
                """
                    .formatted(event)))
        .containsExactly(reason + "|t|t|t|t|t|t|t");
  }

  @Test
  void ofWhatIsCutTheCommandSaysSo() throws InterruptedException {
    Run run = stage.run("quarantine", "replay", "--device", "cut", "--json");
    assertThat(run.err()).contains("of 1 only the beginning is kept: they cannot be replayed");
    assertThat(run.json().get("selected").asInt()).isZero();
    assertThat(run.json().get("cut").asInt()).isEqualTo(1);

    long event = stage.event("cut");
    stage.publishWish("acme", event);
    stage.assertAccount();
    assertThat(newest("reason, detail, is_whole, replay_of"))
        .isEqualTo(
            "BAD_TOPIC_FORMAT|only the beginning of quarantined message %d is kept|f|%d"
                .formatted(event, event));
  }

  @ParameterizedTest
  @ValueSource(strings = {"foreign", "unknown"})
  void nobodyReplaysWhatIsNotHis(String what) throws InterruptedException {
    long id = what.equals("foreign") ? stage.event("foreign") : 1_000_000_000_000L;

    stage.publishWish("acme", id);
    stage.assertAccount();

    assertThat(newest("reason, detail, tenant_id, replay_of"))
        .isEqualTo(
            "BAD_TOPIC_FORMAT|Weir-Replay names no quarantined message of this tenant|acme|null");
    assertThat(stage.first("foreign", "replay_outcome")).isEqualTo("null");
    assertThat(stage.stored("foreign")).isZero();
  }

  @Test
  void aWishThatNoCommandSentCountsLikeEveryMessage() throws InterruptedException {
    stage.publishWish("acme", stage.event("small"));
    stage.publishWish("acme", stage.event("small"));
    stage.assertAccount();

    assertThat(stage.stored("small")).isEqualTo(1);
    assertThat(stage.first("small", "replay_outcome")).isIn("STORED", "DUPLICATE");
  }

  @Test
  void ageIsJudgedByTheTimeOfTheReplay() {
    assertThat(stage.first("future", "reason")).isEqualTo("TIMESTAMP_IN_FUTURE");
    assertThat(stage.first("old", "reason")).isEqualTo("UNREGISTERED_DEVICE");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Instant.now().isAfter(start.plusSeconds(11)));

    assertOutcome(stage.replay("--device", "future"), 1, 0, 0);
    JsonNode old = stage.replay("--device", "old");
    assertOutcome(old, 0, 0, 1);
    assertThat(old.get("TIMESTAMP_TOO_OLD").asInt()).isEqualTo(1);
  }

  @Test
  void rowsThatSomebodyWroteByHandAreReplayedToo() {
    stage.run("device", "add", "acme", "by-hand", "--token", "secret");
    stage.database.execute(
        """
        insert into quarantine_events (topic, tenant_id, device_id, reason, payload, token_sha256)
        values ('%1$s', 'acme', 'by-hand', 'UNREGISTERED_DEVICE',
          '{"site_id": "s", "metrics": {"a": 1}, "provision_token": "***"}', sha256('secret')),
          ('%1$s', 'acme', 'by-hand', 'UNREGISTERED_DEVICE',
          '{"site_id": "s", "metrics": {"a": 1}, "provision_token": "secret"}', null)
        """
            .formatted(QuarantineStage.topic("acme", "by-hand")));
    stage.database.execute(
        "insert into quarantine_events (ingested_at, topic, tenant_id, device_id, reason)"
            + " values ('infinity', 'x', 'acme', 'by-hand', 'BAD_TOPIC_FORMAT')");

    assertOutcome(stage.replay("--device", "by-hand"), 2, 0, 1);
    assertOutcome(
        stage.replay("--device", "by-hand", "--again", "--reason", "UNREGISTERED_DEVICE"), 0, 2, 0);
    assertThat(stage.stored("by-hand")).isEqualTo(2);
    stage.database.execute("delete from quarantine_events where ingested_at = 'infinity'");
  }

  @Test
  void whatWasRefusedFiveTimesIsStillAsMuchAsItWas() {
    stage.database.execute(
        """
        insert into quarantine_events (topic, tenant_id, device_id, reason, payload, token_sha256)
        select '%s', 'acme', 'late', 'UNREGISTERED_DEVICE',
          jsonb_build_object('site_id', 's', 'metrics', jsonb_build_object('i', i)), sha256('secret')
        from generate_series(1, 3) i
        """
            .formatted(QuarantineStage.topic("acme", "late")));
    for (int replay = 0; replay < 5; replay++) {
      assertOutcome(stage.replay("--device", "late"), 0, 0, 3);
    }
    stage.run("device", "add", "acme", "late", "--token", "secret");
    stage.serve();

    assertOutcome(stage.replay("--device", "late"), 3, 0, 0);
    assertThat(stage.stored("late")).isEqualTo(3);
    assertThat(stage.replay("--device", "late").get("selected").asInt()).isZero();
  }

  private static String newest(String columns) {
    return stage
        .database
        .rows("select " + columns + " from quarantine_events order by id desc limit 1")
        .getFirst();
  }

  private static void assertOutcome(JsonNode result, int stored, int duplicates, int refused) {
    assertThat(
            List.of(
                result.get("stored").asInt(),
                result.get("duplicates").asInt(),
                result.get("refused").asInt(),
                result.get("unsettled").asInt()))
        .as(result.toString())
        .containsExactly(stored, duplicates, refused, 0);
    assertThat(result.get("published").asInt()).isEqualTo(result.get("selected").asInt());
  }

  private static String payload(String... members) {
    String more = members.length == 0 ? "" : ',' + String.join(",", members);
    return "{\"site_id\":\"s\",\"metrics\":{\"a\":1}" + more + '}';
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\\\"") + '"';
  }
}

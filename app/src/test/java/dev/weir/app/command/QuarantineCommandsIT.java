package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The commands of the quarantine, and a replay that outlives a crash. */
final class QuarantineCommandsIT {

  private static final int EVENTS = 900;

  private QuarantineStage stage;

  @BeforeEach
  void open() throws Exception {
    stage = new QuarantineStage();
    stage.run("tenant", "add", "acme");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void whatIsKeptCanBeSeen() {
    stage.database.execute(
        """
        insert into quarantine_events (ingested_at, topic, tenant_id, device_id, reason, detail,
          payload, token_sha256) values ('2026-01-31 12:00Z', 'x', 'acme', 'd1', 'TOKEN_INVALID',
          'the \u202e detail', '{"a": 1e400, "b": "\u202e", "provision_token": "***"}', sha256('secret'));
        insert into quarantine_events (tenant_id, device_id, reason, raw)
        values ('acme', 'd2', 'INVALID_JSON', '\\x7b1b');
        insert into quarantine_counters_minute values ('2026-01-31 12:00Z', 'acme', 'INVALID_JSON', 7)
        """);

    assertThat(stage.run("quarantine", "list").out())
        .contains("ingested_at", "INVALID_JSON", "the \\u202e detail");
    Run one = stage.run("quarantine", "list", "--limit", "1", "--json");
    assertThat(one.json()).hasSize(1);
    assertThat(one.json().get(0).get("device_id").asString()).isEqualTo("d2");
    assertThat(one.err()).isEqualTo("weir: there are more; --limit shows more than 1\n");
    assertThat(stage.run("quarantine", "list", "--reason", "TOKEN_INVALID", "--json").json())
        .hasSize(1);

    JsonNode shown = stage.run("quarantine", "show", "1", "--json").json();
    assertThat(shown.get("payload").get("provision_token").asString()).isEqualTo("***");
    assertThat(shown.get("has_token").asBoolean()).isTrue();
    assertThat(shown.has("token_sha256")).isFalse();
    assertThat(shown.get("raw").isNull()).isTrue();
    assertThat(stage.run("quarantine", "show", "2", "--json").json().get("raw").asString())
        .isEqualTo("exs=");
    assertThat(stage.run("quarantine", "show", "1").out())
        .contains("reason", "TOKEN_INVALID", "payload\n  {\n", "\"b\": \"\\u202e\"")
        .doesNotContain("\u202e");
    assertThat(stage.run("quarantine", "show", "2").out()).contains("raw\n  {\\u001b");
    Run none = stage.run("quarantine", "show", "3");
    assertThat(none.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(none.err()).isEqualTo("weir: there is no event 3\n");

    String[] counts =
        "quarantine counts --by day --since 2026-01-31 --until 2026-02-01".split(" ", -1);
    assertThat(stage.run(counts).out())
        .contains("2026-01-31T00:00:00Z  acme       INVALID_JSON  7");
  }

  @Test
  void aPurgeHasToBeMeant() {
    stage.database.execute(
        "insert into quarantine_events (tenant_id) values ('acme'), ('acme'), ('other')");

    Run asked = stage.run("quarantine", "purge", "--tenant", "acme");
    assertThat(asked.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(asked.err()).isEqualTo("weir: 2 events would be deleted; --yes deletes them\n");
    assertThat(
            stage
                .run("quarantine", "purge", "--tenant", "acme", "--yes", "--json")
                .json()
                .toString())
        .isEqualTo("{\"deleted\":2}");
    assertThat(stage.run("quarantine", "purge", "--all", "--yes").out()).contains("deleted  1");
    assertThat(stage.database.number("select count(*) from quarantine_events")).isZero();
  }

  @Test
  void aReplayIsRecorded() {
    stage.database.execute(
        """
        insert into quarantine_events (topic, tenant_id, device_id, reason, payload)
        select 'tenant/acme/device/d1/telemetry', 'acme', 'd1', 'INVALID_JSON', '{}'
        from generate_series(1, 3)
        """);
    String[] dry = "quarantine replay --device d1 --limit 2 --dry-run --json".split(" ", -1);
    assertThat(stage.run(dry).json().toString())
        .isEqualTo("{\"selected\":2,\"cut\":0,\"under_way\":0}");
    assertThat(stage.run("quarantine", "replays", "--json").json()).isEmpty();

    String[] line =
        "quarantine replay --device d1 --limit 2 --wait 0 --by ann --json".split(" ", -1);
    Run run = stage.run(line);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("there may be more");
    assertThat(run.json().get("unsettled").asInt()).as("nobody serves").isEqualTo(2);
    stage.published += 2;

    JsonNode record = stage.run("quarantine", "replays", "--json").json().get(0);
    assertThat(record.get("requested_by").asString()).isEqualTo("ann");
    assertThat(record.get("filter").toString())
        .isEqualTo("{\"again\":false,\"limit\":2,\"device\":\"d1\"}");
    assertThat(record.get("published").asInt()).isEqualTo(2);

    stage.serve();
    stage.assertAccount();
    assertThat(stage.run("quarantine", "replays").out()).contains("ann", "\"device\": \"d1\"");
    assertThat(stage.database.rows("select stored, duplicates, refused from quarantine_replays"))
        .containsExactly("0|0|2");
  }

  @Test
  void withoutNatsNothingIsRecorded() {
    stage.nats.stop();

    Run run = stage.run("quarantine", "replay", "--all");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("no connection to NATS");
    assertThat(stage.database.number("select count(*) from quarantine_replays")).isZero();
  }

  /** Its events are recorded as taken up, and it is interrupted before the first is published. */
  @Test
  void whatAnInterruptedReplayDidNotPublishIsFreeAtOnce() throws Exception {
    stage.database.execute(
        "insert into quarantine_events (topic, tenant_id, device_id, payload)"
            + " select 'x', 'acme', 'd1', '{}' from generate_series(1, 3)");
    String[] line = "quarantine replay --device d1 --wait 0 --json".split(" ", -1);
    Thread command = Thread.ofPlatform().unstarted(() -> stage.run(line));
    try (Connection holder = stage.database.connect();
        Statement hold = holder.createStatement()) {
      holder.setAutoCommit(false);
      hold.execute("select from quarantine_events for update");
      command.start();
      Awaitility.await()
          .until(() ->
              stage.database.number(
                      "select count(*) from pg_stat_activity"
                          + " where datname = current_database() and wait_event_type = 'Lock'")
                  == 1);
      command.interrupt();
      holder.commit();
    }
    command.join();

    assertThat(stage.database.rows("select selected, published from quarantine_replays"))
        .containsExactly("3|0");
    JsonNode next = stage.run(line).json();
    assertThat(next.get("selected").asInt()).isEqualTo(3);
    assertThat(next.get("published").asInt()).isEqualTo(3);
  }

  @Test
  void aReplayTellsWhatIsUnderWay() {
    stage.database.execute(
        "insert into quarantine_events (topic, tenant_id, device_id, payload)"
            + " select 'x', 'acme', 'd1', '{}' from generate_series(1, 3)");
    String[] two = "quarantine replay --all --limit 2 --wait 0 --json".split(" ", -1);
    assertThat(stage.run(two).json().get("under_way").asInt()).as("but its own").isZero();
    String[] rest = "quarantine replay --all --wait 0 --json".split(" ", -1);
    assertThat(stage.run(rest).json().get("under_way").asInt()).isEqualTo(2);

    Run run = stage.run(rest);
    assertThat(run.json().get("selected").asInt()).isZero();
    assertThat(run.json().get("under_way").asInt()).isEqualTo(3);
    assertThat(run.err()).contains("3 are under way in another replay");
    Run dry = stage.run("quarantine", "replay", "--all", "--dry-run", "--json");
    assertThat(dry.json().toString()).isEqualTo("{\"selected\":0,\"cut\":0,\"under_way\":3}");
  }

  /** Killed between publishing and committing, as often as it takes. */
  @Test
  void aCrashOfIngestNeitherLosesNorDoublesAReplay() {
    stage.run("device", "add", "acme", "d1", "--token", "secret");
    stage.database.execute(
        """
        insert into quarantine_events (topic, tenant_id, device_id, reason, payload, token_sha256)
        select 'tenant/acme/device/d1/telemetry', 'acme', 'd1', 'UNREGISTERED_DEVICE',
          jsonb_build_object('site_id', 's', 'metrics', jsonb_build_object('i', i)), sha256('secret')
        from generate_series(1, %d) i
        """
            .formatted(EVENTS));
    stage.serve();
    String[] line = "quarantine replay --all --wait 0 --json".split(" ", -1);
    assertThat(stage.run(line).json().get("published").asInt()).isEqualTo(EVENTS);
    stage.published += EVENTS;
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> settled() > 0);
    stage.stop();
    System.out.println("killed after " + settled() + " of " + EVENTS);

    stage.serve();
    stage.assertAccount();
    assertThat(stage.stored("d1")).isEqualTo(EVENTS);
    assertThat(stage.database.rows("select stored, duplicates, refused from quarantine_replays"))
        .containsExactly(EVENTS + "|0|0");
    assertThat(
            stage.database.rows(
                "select replay_outcome, count(*) from quarantine_events group by 1"))
        .containsExactly("STORED|" + EVENTS);
  }

  private long settled() {
    return stage.database.number("select sum(stored) from quarantine_replays");
  }
}

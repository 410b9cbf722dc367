package dev.weir.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.Mix;
import dev.weir.chaos.ledger.Baseline;
import dev.weir.chaos.ledger.Findings;
import dev.weir.chaos.ledger.Findings.Kind;
import dev.weir.chaos.ledger.Incarnations;
import dev.weir.chaos.ledger.LedgerCheck;
import dev.weir.chaos.ledger.Load;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.nats.TestNats;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checker finds what somebody did to the tables behind Weir's back, and nothing before. */
class LedgerCheckIT {

  private static final int MESSAGES = 3_000;

  private static final String ONE_EVENT =
      "(select min(id) from quarantine_events where reason = 'MISSING_SITE_ID')";

  /** In turn; each leaves its trace for the checks after it. */
  private static final List<Map.Entry<Kind, String>> TAMPERING =
      List.of(
          Map.entry(Kind.MISCOUNTED, "update ingest_lanes set duplicates = duplicates + 1"),
          Map.entry(Kind.MISCOUNTED, "update ingest_lanes set gaps = gaps + 1"),
          Map.entry(Kind.OUT_OF_ORDER, "update telemetry set site_id = site_id where seq < 300"),
          Map.entry(
              Kind.LOST, "delete from telemetry where seq = (select max(seq) from telemetry)"),
          Map.entry(
              Kind.ALTERED,
              """
              update telemetry set metrics = metrics || '{"temp_c": 1e9}'
              where seq = (select max(seq) from telemetry)
              """),
          Map.entry(
              Kind.ALTERED,
              "update quarantine_events set payload = payload || '{\"x\": 1}' where id = "
                  + ONE_EVENT),
          Map.entry(
              Kind.MISPLACED,
              """
              insert into telemetry (time, tenant_id, device_id, site_id, msg_type, seq, metrics)
              select time, tenant_id, device_id, site_id, msg_type, -1, metrics
              from telemetry limit 1
              """),
          Map.entry(
              Kind.DOUBLED,
              """
              insert into quarantine_events (stream, incarnation, stream_seq, reason)
              select stream, incarnation, stream_seq, reason from quarantine_events where id =
              """
                  + ONE_EVENT),
          Map.entry(
              Kind.DOUBLED,
              """
              insert into quarantine_events (stream, incarnation, stream_seq, reason)
              values ('TELEMETRY', 77, 1, 'RATE_LIMITED')
              """),
          Map.entry(
              Kind.MISPLACED,
              "update quarantine_events set reason = 'RATE_LIMITED' where reason = 'INVALID_SEQ'"),
          Map.entry(Kind.LOST, "delete from quarantine_events where reason = 'MISSING_METRICS'"),
          Map.entry(
              Kind.ALTERED,
              "update quarantine_events set payload = null where reason = 'TOKEN_INVALID'"),
          Map.entry(
              Kind.ALTERED,
              "update quarantine_events set raw = 'x' where reason = 'PAYLOAD_TOO_LARGE'"),
          Map.entry(
              Kind.ALTERED,
              """
              update quarantine_events set payload = payload || '{"provision_token": "shown"}'
              where reason = 'TOO_MANY_METRICS'
              """),
          Map.entry(
              Kind.MISPLACED,
              "update quarantine_events set tenant_id = 'it-2' where tenant_id = 'it-1'"),
          Map.entry(
              Kind.MISCOUNTED,
              """
              update quarantine_counters_minute set reason = 'WRITE_REJECTED'
              where reason = 'METRIC_KEY_TOO_LONG'
              """),
          Map.entry(
              Kind.ALTERED,
              """
              update telemetry set msg_type = 'heartbeat'
              where seq = (select min(seq) from telemetry where seq > 0)
              """),
          Map.entry(
              Kind.MISPLACED,
              """
              insert into telemetry (time, tenant_id, device_id, site_id, msg_type, metrics,
                origin_incarnation, origin_seq)
              select time, tenant_id, device_id, site_id, msg_type, metrics, 77, origin_seq
              from telemetry where seq is null limit 1
              """),
          Map.entry(
              Kind.OUT_OF_ORDER,
              """
              update telemetry t set metrics = q.payload->'metrics' from quarantine_events q
              where q.reason = 'DUPLICATE_KEY_CONFLICT' and t.seq = (q.payload->>'seq')::bigint
              """));

  @Test
  void whateverIsWrongIsFoundAndNothingElse() throws Exception {
    try (Installation installation =
        new Installation(1, TestNats.start(), Map.of(), Jvm.READY_SOON)) {
      TestDatabase database = installation.database();
      Baseline baseline = Baseline.of(database);
      List<Load> loads = List.of(publish(installation));
      Incarnations incarnations = new Incarnations();
      incarnations.note(database, 0);
      installation.members().getFirst().terminate();
      LedgerCheck check = new LedgerCheck(database);

      Findings findings = check.check("it-", baseline, loads, incarnations, List.of());
      assertThat(findings.messages()).isGreaterThanOrEqualTo(MESSAGES);
      assertThat(findings.wrong()).isEmpty();

      for (var tampering : TAMPERING) {
        Findings before = findings;
        database.execute(tampering.getValue());
        findings = check.check("it-", baseline, loads, incarnations, List.of());
        assertThat(findings.count(tampering.getKey()))
            .as(tampering.toString())
            .isGreaterThan(before.count(tampering.getKey()));
      }
    }
  }

  private static Load publish(Installation installation) throws Exception {
    Fleet fleet = new Fleet(7, "it", 2, 20);
    installation.register(fleet);
    Publishing publishing =
        new Publishing(
            installation, fleet, 7, Mix.evenlyBad(0.5, 0.05, 0.2).unnumbered(0.3), 3_000, 0);
    publishing.awaitAcknowledged(MESSAGES);
    Load load = publishing.stop();
    new Progress(installation.database()).await(load.acknowledged().last());
    return load;
  }
}

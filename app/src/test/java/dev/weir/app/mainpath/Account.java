package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.simulate.Ledger;
import dev.weir.core.verdict.RejectReason;
import dev.weir.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/** Checks a finished run against what was sent, to the last row, reason and counter. */
final class Account {

  private final TestInstallation installation;
  private final TestDatabase database;

  Account(TestInstallation installation) {
    this.installation = installation;
    database = installation.database;
  }

  void assertExact() throws SQLException {
    Ledger.Totals sent = installation.ledger.totals();
    assertThat(countersByReason()).isEqualTo(sent.rejected());
    assertThat(lanes("stored")).isEqualTo(sent.stored());
    assertThat(lanes("duplicates")).isEqualTo(sent.duplicates());
    assertThat(lanes("quarantined")).isEqualTo(sent.rejectedInAll());
    assertThat(lanes("gaps")).isZero();

    ExpectedRows rows = ExpectedRows.of(installation.maker, sent.published());
    assertThat(rows.count()).isEqualTo((int) sent.stored());
    try (Connection connection = database.connect()) {
      rows.assertAllAreIn(connection);
    }
    assertQuarantine(sent);
    assertNoTokenIsKept();
  }

  /** Stored up to the cap of a tenant and minute of arrival, and each stored where it belongs. */
  private void assertQuarantine(Ledger.Totals sent) {
    assertThat(
            database.rows(
                """
                select q.bucket, q.tenant, q.stored, c.counted
                from (select date_trunc('minute', e.arrived_at) bucket,
                    case when t.tenant_id is null then 'unknown' else e.tenant_id end tenant,
                    count(*) stored
                  from quarantine_events e left join tenants t using (tenant_id)
                  group by 1, 2) q
                full join (select bucket_minute bucket, tenant_id tenant, sum(cnt) counted
                  from quarantine_counters_minute group by 1, 2) c using (bucket, tenant)
                where q.stored is distinct from least(c.counted, 1000)
                """))
        .isEmpty();
    assertThat(database.rows("select distinct reason from quarantine_events where detail <> ''"))
        .containsExactlyInAnyOrderElementsOf(
            sent.rejected().keySet().stream().map(RejectReason::name).toList());
  }

  private void assertNoTokenIsKept() {
    assertThat(
            database.number(
                """
                select count(*) from quarantine_events
                where payload ? 'provision_token' and payload->>'provision_token' <> '***'
                """))
        .isZero();
    String token = installation.fleet.senders().getFirst().token();
    assertThat(
            database.number(
                "select count(*) from quarantine_events where payload::text like '%"
                    + token
                    + "%' or encode(raw, 'escape') like '%"
                    + token
                    + "%'"))
        .isZero();
  }

  private Map<RejectReason, Long> countersByReason() {
    Map<RejectReason, Long> counters = new EnumMap<>(RejectReason.class);
    database
        .rows("select reason, sum(cnt) from quarantine_counters_minute group by reason")
        .forEach(row -> {
          String[] columns = row.split("\\|", -1);
          counters.put(RejectReason.valueOf(columns[0]), Long.parseLong(columns[1]));
        });
    return counters;
  }

  private long lanes(String column) {
    return database.number("select sum(" + column + ") from ingest_lanes");
  }
}

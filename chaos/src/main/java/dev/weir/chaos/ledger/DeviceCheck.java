package dev.weir.chaos.ledger;

import dev.weir.chaos.ledger.Findings.Finding;
import dev.weir.chaos.ledger.Findings.Kind;
import dev.weir.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what devices were told with what is there. They know nothing of streams, so a reading is
 * looked for by its own time and number, and refusals are counted. One that was told after an
 * attempt without an answer may be counted or not: the earlier attempt may have been taken in by a
 * gateway that could not check it.
 */
public final class DeviceCheck {

  private static final int MAX_FOUND = 10_000;

  /** Of the messages that have to be rows. */
  private static final String EXPECTED =
      """
      create temporary table expected as
        select r.* from reading r join ledger l using (load, idx) where l.expected = 'STORED';
      create temporary table found as
        select * from telemetry where starts_with(tenant_id, (select prefix from tenants_checked));
      create index on expected (tenant_id, device_id, time, no);
      create index on found (tenant_id, device_id, time, (seq::text));
      analyze expected; analyze found
      """;

  private static final String LOST =
      """
      select format('%s/%s %s, number %s', e.tenant_id, e.device_id, e.time, e.no)
      from expected e where not exists (
        select from found f where (f.tenant_id, f.device_id, f.time, f.seq::text)
          = (e.tenant_id, e.device_id, e.time, e.no))
      """;

  private static final String ALTERED =
      """
      select format('%s/%s %s, number %s', e.tenant_id, e.device_id, e.time, e.no)
      from expected e join found f on (f.tenant_id, f.device_id, f.time, f.seq::text)
        = (e.tenant_id, e.device_id, e.time, e.no)
      where (f.site_id, f.metrics) is distinct from (e.site_id, e.metrics)
      """;

  /** More rows than readings: somebody stored one twice, or what nobody sent. */
  private static final String DOUBLED =
      """
      select format('%s/%s %s, number %s: %s rows', f.tenant_id, f.device_id, f.time, f.seq, count(*))
      from found f group by f.tenant_id, f.device_id, f.time, f.seq
      having count(*) > (select count(distinct (e.tenant_id, e.device_id, e.time, e.no))
        from expected e where (f.tenant_id, f.device_id, f.time, f.seq::text)
          = (e.tenant_id, e.device_id, e.time, e.no))
      """;

  private static final String MISCOUNTED =
      """
      select format('%s: %s counted, the devices say %s and perhaps %s', reason, coalesce(cnt, 0),
        coalesce(messages, 0), coalesce(perhaps, 0))
      from (select reason, sum(cnt) cnt from quarantine_counters_minute
          where starts_with(tenant_id, (select prefix from tenants_checked)) group by reason) c
        full join (select expected as reason, count(*) messages from ledger
          where expected not in ('STORED', 'DUPLICATE') group by expected) l using (reason)
        left join (select reason, sum(messages) perhaps from doubtful group by reason) d
          using (reason)
      where coalesce(cnt, 0) not between coalesce(messages, 0)
        and coalesce(messages, 0) + coalesce(perhaps, 0)
      """;

  /**
   * What lanes took in against what devices were told: a message that came twice under two ids is
   * one row and one duplicate too many.
   */
  private static final String TOTALS =
      """
      select format('%s: %s in the lanes, the devices say %s and perhaps %s', what, is_now, ought,
        more)
      from (select sum(l.stored) - b.stored stored, sum(l.duplicates) - b.duplicates duplicates,
          sum(l.quarantined) - b.quarantined quarantined from ingest_lanes l, lanes_before b
          group by b.stored, b.duplicates, b.quarantined) lanes,
        (select count(*) filter (where expected = 'STORED') stored,
          count(*) filter (where expected = 'DUPLICATE') duplicates,
          count(*) filter (where expected not in ('STORED', 'DUPLICATE')) quarantined
          from ledger) told,
        (select coalesce(sum(messages), 0) messages from doubtful) perhaps,
        lateral (values ('stored', lanes.stored, told.stored, 0),
          ('duplicates', lanes.duplicates, told.duplicates, 0),
          ('quarantined', lanes.quarantined, told.quarantined, perhaps.messages))
          t (what, is_now, ought, more)
      where is_now not between ought and ought + more
      """;

  private final TestDatabase database;

  public DeviceCheck(TestDatabase database) {
    this.database = database;
  }

  /**
   * Checks what devices were told was taken in.
   *
   * @param tenants what the ids of the loads' tenants begin with, and no other's
   * @param before the lanes' totals when nothing of the loads had been sent
   */
  public Findings check(String tenants, Baseline before, List<Load> loads) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      LedgerTable.fill(connection, loads);
      statement.execute(
          "create temporary table tenants_checked as select '%s'::text prefix".formatted(tenants));
      statement.execute(
          "create temporary table lanes_before as select %d stored, %d duplicates, %d quarantined"
              .formatted(before.stored(), before.duplicates(), before.quarantined()));
      fillDoubtful(connection, loads);
      statement.execute(EXPECTED);
      List<Finding> wrong = new ArrayList<>();
      add(wrong, statement, Kind.LOST, LOST);
      add(wrong, statement, Kind.ALTERED, ALTERED);
      add(wrong, statement, Kind.DOUBLED, DOUBLED);
      add(wrong, statement, Kind.MISCOUNTED, MISCOUNTED);
      add(wrong, statement, Kind.MISCOUNTED, TOTALS);
      long messages = LedgerCheck.number(connection, "select count(*) from ledger");
      return new Findings(messages, 0, wrong);
    }
  }

  private static void fillDoubtful(Connection connection, List<Load> loads) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create temporary table doubtful (reason text, messages bigint)");
      for (Load load : loads) {
        for (var doubtful : load.doubtful().entrySet()) {
          statement.execute(
              "insert into doubtful values ('%s', %d)"
                  .formatted(doubtful.getKey(), doubtful.getValue()));
        }
      }
    }
  }

  private static void add(List<Finding> wrong, Statement statement, Kind kind, String sql)
      throws SQLException {
    try (ResultSet row = statement.executeQuery(sql + " limit " + MAX_FOUND)) {
      while (row.next()) {
        wrong.add(new Finding(kind, row.getString(1)));
      }
    }
  }
}

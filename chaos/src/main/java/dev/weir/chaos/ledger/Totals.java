package dev.weir.chaos.ledger;

import dev.weir.chaos.ledger.Findings.Finding;
import dev.weir.chaos.ledger.Findings.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The lanes' totals and the counters against the rows they speak of. */
final class Totals {

  private static final String RISE = "select coalesce(sum(%s), 0) - %d from %s";

  private final Connection connection;

  Totals(Connection connection) {
    this.connection = connection;
  }

  /**
   * Each total that does not fit.
   *
   * @param removed messages that are nowhere because somebody removed them
   */
  List<Finding> differences(Baseline before, long removed) throws SQLException {
    long messages = LedgerCheck.number(connection, "select count(*) from ledger");
    long rows = LedgerCheck.number(connection, "select count(*) from found");
    long events = LedgerCheck.number(connection, "select coalesce(sum(events), 0) from refused");
    List<Finding> differences = new ArrayList<>();
    compare(differences, "stored", rise("stored", before.stored()), rows);
    compare(differences, "quarantined", rise("quarantined", before.quarantined()), events);
    compare(
        differences,
        "duplicates",
        rise("duplicates", before.duplicates()),
        messages - rows - events - removed);
    compare(differences, "gaps", rise("gaps", before.gaps()), removed);
    String counters = RISE.formatted("cnt", before.counted(), "quarantine_counters_minute");
    compare(differences, "counted refusals", LedgerCheck.number(connection, counters), events);
    return differences;
  }

  private long rise(String column, long before) throws SQLException {
    return LedgerCheck.number(connection, RISE.formatted(column, before, "ingest_lanes"));
  }

  private static void compare(List<Finding> differences, String what, long is, long ought) {
    if (is != ought) {
      String name = "%s is %d, the messages say %d".formatted(what, is, ought);
      differences.add(new Finding(Kind.MISCOUNTED, name));
    }
  }
}

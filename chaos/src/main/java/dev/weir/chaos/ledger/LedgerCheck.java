package dev.weir.chaos.ledger;

import dev.weir.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what was acknowledged with what is there, once all of it is accounted for. Needs a
 * quarantine that stored every refusal.
 */
public final class LedgerCheck {

  /** What is wrong in one way and counted; more is not looked for. */
  private static final int MAX_FOUND = 100_000;

  private final TestDatabase database;

  public LedgerCheck(TestDatabase database) {
    this.database = database;
  }

  /**
   * Checks some loads and nothing else.
   *
   * @param tenants what the ids of the loads' tenants begin with, and no other's
   * @param names of the lanes while the loads ran
   * @param removed what was taken out of the streams by hand
   */
  public Findings check(
      String tenants,
      Baseline baseline,
      List<Load> loads,
      Incarnations names,
      List<RemovedRange> removed)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      LedgerTable.fill(connection, loads);
      names.fill(connection);
      RemovedRange.fill(connection, removed);
      statement.execute(Places.TABLES.formatted(tenants, baseline.quarantineId()));

      List<Findings.Finding> wrong = new ArrayList<>();
      for (Checks.Check check : Checks.ALL) {
        wrong.addAll(findings(connection, check));
      }
      long gone = number(connection, Places.REMOVED);
      wrong.addAll(new Totals(connection).differences(baseline, gone));
      return new Findings(number(connection, "select count(*) from ledger"), gone, wrong);
    }
  }

  private static List<Findings.Finding> findings(Connection connection, Checks.Check check)
      throws SQLException {
    List<Findings.Finding> findings = new ArrayList<>();
    String query = check.sql() + " limit " + MAX_FOUND;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        findings.add(new Findings.Finding(check.kind(), row.getString(1)));
      }
    }
    return findings;
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}

package dev.weir.demo;

import dev.weir.core.verdict.RejectReason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the database says has become of the messages.
 *
 * @param rows in {@code telemetry}
 * @param stored by the lanes' own account, likewise the next two
 * @param rejected by reason, from the counters
 */
record Found(
    long rows, long stored, long quarantined, long duplicates, Map<RejectReason, Long> rejected) {

  static Found read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
      ResultSet counters =
          statement.executeQuery(
              "select reason, sum(cnt) from quarantine_counters_minute group by reason");
      while (counters.next()) {
        rejected.put(RejectReason.valueOf(counters.getString(1)), counters.getLong(2));
      }
      ResultSet lanes =
          statement.executeQuery(
              """
              select (select count(*) from telemetry),
                sum(stored), sum(quarantined), sum(duplicates) from ingest_lanes
              """);
      lanes.next();
      return new Found(
          lanes.getLong(1), lanes.getLong(2), lanes.getLong(3), lanes.getLong(4), rejected);
    }
  }

  /** Messages that ended somewhere. */
  long accounted() {
    return stored + quarantined + duplicates;
  }
}

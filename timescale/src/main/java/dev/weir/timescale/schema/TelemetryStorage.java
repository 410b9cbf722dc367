package dev.weir.timescale.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The kind of table that readings go into. */
final class TelemetryStorage {

  private TelemetryStorage() {}

  /** Follows the configuration where it may change later; true for a hypertable. */
  static boolean prepare(Connection connection, MigrationConfig config) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String home = timescaleSchema(statement);
      if (home == null) {
        statement.execute("select weir_make_partitions(30, 7)");
        return false;
      }
      setChunkInterval(connection, statement.enquoteIdentifier(home, true), config);
      return true;
    }
  }

  private static @Nullable String timescaleSchema(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("select weir_timescale_schema()")) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private static void setChunkInterval(Connection connection, String home, MigrationConfig config)
      throws SQLException {
    String sql = "select %s.set_chunk_time_interval('telemetry', ?::interval)".formatted(home);
    try (PreparedStatement set = connection.prepareStatement(sql)) {
      set.setString(1, config.chunkInterval().toSeconds() + " seconds");
      set.execute();
    }
  }
}

package dev.weir.chaos.ledger;

import dev.weir.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** How lanes called each creation of their streams: with the sequence it names a message. */
public final class Incarnations {

  private record Name(String stream, long incarnation) {}

  private final Map<Name, Integer> generations = new HashMap<>();

  /**
   * Notes the names that are new; to be called while the streams of a generation are there and
   * read. A lane that had to read the same stream on under a new name has left the former with its
   * events.
   */
  public synchronized void note(TestDatabase database, int generation) {
    for (String row :
        database.rows(
            """
            select stream, incarnation from ingest_lanes
            union select stream, incarnation from quarantine_events where stream is not null
            """)) {
      String[] columns = row.split("\\|", -1);
      generations.putIfAbsent(new Name(columns[0], Long.parseLong(columns[1])), generation);
    }
  }

  synchronized void fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create temporary table incarnation (stream text, generation int, incarnation bigint)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("insert into incarnation values (?, ?, ?)")) {
      for (var entry : generations.entrySet()) {
        insert.setString(1, entry.getKey().stream());
        insert.setInt(2, entry.getValue());
        insert.setLong(3, entry.getKey().incarnation());
        insert.executeUpdate();
      }
    }
  }
}

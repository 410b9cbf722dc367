package dev.weir.chaos.ledger;

import dev.weir.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;

/** How lanes called each creation of their streams: with the sequence it names a message. */
public final class Incarnations {

  private record Name(String stream, int generation, long incarnation) {}

  private final Set<Name> names = new LinkedHashSet<>();

  /**
   * Notes the names of now beside the former ones, to be called while the streams of a generation
   * are there, and often: a lane may find that it has to read on under a new name.
   */
  public synchronized void note(TestDatabase database, int generation) {
    for (String row : database.rows("select stream, incarnation from ingest_lanes")) {
      String[] columns = row.split("\\|", -1);
      names.add(new Name(columns[0], generation, Long.parseLong(columns[1])));
    }
  }

  synchronized void fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create temporary table incarnation (stream text, generation int, incarnation bigint)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("insert into incarnation values (?, ?, ?)")) {
      for (Name name : names) {
        insert.setString(1, name.stream());
        insert.setInt(2, name.generation());
        insert.setLong(3, name.incarnation());
        insert.executeUpdate();
      }
    }
  }
}

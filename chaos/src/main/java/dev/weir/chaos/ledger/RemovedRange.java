package dev.weir.chaos.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Messages that somebody removed from a stream, read or not.
 *
 * @param from the first sequence
 * @param to the last
 */
public record RemovedRange(String stream, int generation, long from, long to) {

  static void fill(Connection connection, List<RemovedRange> ranges) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create temporary table removed (
            stream text, generation int, from_seq bigint, to_seq bigint)
          """);
    }
    try (PreparedStatement insert =
        connection.prepareStatement("insert into removed values (?, ?, ?, ?)")) {
      for (RemovedRange range : ranges) {
        insert.setString(1, range.stream());
        insert.setInt(2, range.generation());
        insert.setLong(3, range.from());
        insert.setLong(4, range.to());
        insert.executeUpdate();
      }
    }
  }
}

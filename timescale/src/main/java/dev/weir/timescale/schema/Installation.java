package dev.weir.timescale.schema;

import dev.weir.timescale.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.OptionalInt;

/** Facts about this installation that no process's configuration may contradict. */
public final class Installation {

  private static final String PARTITIONS = "telemetry_partitions";

  private final Database database;

  public Installation(Database database) {
    this.database = database;
  }

  /** Number of partition streams that gateways hash devices to; empty before the first migrate. */
  public OptionalInt partitions() {
    return database.query(
        "reading the partition count",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select value::integer from installation where key = ?")) {
            select.setString(1, PARTITIONS);
            ResultSet rows = select.executeQuery();
            return rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
          }
        });
  }

  /** Records the number of partition streams. Takes the rights of whoever migrates. */
  public void setPartitions(int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("there is at least one partition");
    }
    database.query(
        "recording the partition count",
        connection -> {
          try (PreparedStatement upsert =
              connection.prepareStatement(
                  """
                  insert into installation (key, value) values (?, ?)
                  on conflict (key) do update set value = excluded.value
                  """)) {
            upsert.setString(1, PARTITIONS);
            upsert.setString(2, Integer.toString(partitions));
            return upsert.executeUpdate();
          }
        });
  }
}

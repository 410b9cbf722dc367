package dev.weir.timescale.schema;

import dev.weir.timescale.database.SqlFailures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The schema's version, the program's and the database's. */
public final class SchemaVersion {

  /** Version that this program works with: that of its last migration. */
  public static final int PROGRAM = 9;

  static final String HISTORY_TABLE = "weir_schema_history";

  private static final String READ =
      "select max(version::integer) from "
          + HISTORY_TABLE
          + " where success and version is not null";

  private SchemaVersion() {}

  /**
   * Finds out whether the program can work with the database.
   *
   * @throws SchemaException where the schema is missing, older or newer
   * @throws dev.weir.core.store.StoreException where the database cannot be asked
   */
  public static void check(DataSource dataSource) {
    int found = read(dataSource);
    checkNotNewer(found);
    if (found == 0) {
      throw new SchemaException("the database has no schema of Weir: run ./weir migrate");
    }
    if (found < PROGRAM) {
      throw new SchemaException(
          "the database's schema has version %d, this program needs %d: run ./weir migrate"
              .formatted(found, PROGRAM));
    }
  }

  static void checkNotNewer(int found) {
    if (found > PROGRAM) {
      throw new SchemaException(
          ("the database's schema has version %d, this program knows only %d:"
                  + " use the program that migrated it, or a newer one")
              .formatted(found, PROGRAM));
    }
  }

  /** The database's version; 0 where it has no schema. */
  static int read(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(READ)) {
      return rows.next() ? rows.getInt(1) : 0;
    } catch (SQLException e) {
      if (SqlFailures.UNDEFINED_TABLE.equals(e.getSQLState())) {
        return 0;
      }
      throw SqlFailures.toStoreException("reading the schema's version", e);
    }
  }
}

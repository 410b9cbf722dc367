package dev.weir.timescale.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the group roles, and grants them what is theirs. */
final class Roles {

  private static final Logger LOG = LoggerFactory.getLogger(Roles.class);
  private static final String SCRIPT = "/db/roles.sql";

  private Roles() {}

  static void grant(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          script()
              .replace("${schema}", statement.enquoteIdentifier(connection.getSchema(), true))
              .replace("${history}", SchemaVersion.HISTORY_TABLE));
      for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
        LOG.warn("{}", w.getMessage());
      }
    }
  }

  private static String script() {
    try (InputStream script = Roles.class.getResourceAsStream(SCRIPT)) {
      return new String(
          Objects.requireNonNull(script, SCRIPT).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

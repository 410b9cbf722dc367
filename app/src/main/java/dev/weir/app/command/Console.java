package dev.weir.app.command;

import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.schema.SchemaVersion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What surrounds a command.
 *
 * @param environment environment variables
 * @param out for results
 * @param err for everything else
 */
public record Console(Map<String, String> environment, PrintWriter out, PrintWriter err) {

  /** That of this process. */
  public static Console ofProcess() {
    return new Console(
        System.getenv(),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  /** The database that the configuration names, for a command's few statements. */
  Database database() throws ConfigurationException {
    Database database = new Database(configuration().database().toCommandConfig());
    try {
      SchemaVersion.check(database.dataSource());
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  Configuration configuration() throws ConfigurationException {
    return Configuration.from(environment);
  }
}

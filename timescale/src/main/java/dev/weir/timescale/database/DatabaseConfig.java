package dev.weir.timescale.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the database.
 *
 * @param jdbcUrl {@code jdbc:postgresql://…}, without credentials
 * @param password null where the server asks for none
 * @param poolMin connections kept open while idle, from 0
 * @param poolMax connections at most, from 1
 * @param applicationName what the server shows for these connections
 * @param lease how long a lane stays with a silent owner, at least a second: the server is asked to
 *     notice a client that is gone within less
 */
public record DatabaseConfig(
    String jdbcUrl,
    String user,
    @Nullable String password,
    int poolMin,
    int poolMax,
    String applicationName,
    Duration lease) {

  /** Without the password, and without the URL's parameters, which may hold one. */
  @Override
  public String toString() {
    return "DatabaseConfig[%s as %s, pool %d to %d]".formatted(location(), user, poolMin, poolMax);
  }

  /** The URL without its parameters. */
  public String location() {
    int parameters = jdbcUrl.indexOf('?');
    return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
  }
}

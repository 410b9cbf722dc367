package dev.weir.app.config;

import dev.weir.timescale.database.DatabaseConfig;
import java.time.Duration;

/**
 * Which database, and how many connections.
 *
 * @param poolMin connections kept open
 * @param poolMax connections at the most; never fewer than {@code poolMin}
 */
public record DatabaseSettings(DatabaseUrl url, int poolMin, int poolMax) {

  static final Variable<DatabaseUrl> DATABASE_URL =
      Variable.secret(
          "DATABASE_URL", new DatabaseUrl.Type(), "", "the database; preferred over `PG_*`");
  static final Variable<String> PG_HOST =
      Variable.of("PG_HOST", Types.host(), "iot-postgres", "used when `DATABASE_URL` is empty");
  static final Variable<Integer> PG_PORT =
      Variable.of("PG_PORT", Types.integer(1, 65_535), 5432, "likewise");
  static final Variable<String> PG_DB = Variable.of("PG_DB", Types.text(), "iotcloud", "likewise");
  static final Variable<String> PG_USER = Variable.of("PG_USER", Types.text(), "iot", "likewise");
  static final Variable<Secret> PG_PASS =
      Variable.secret("PG_PASS", Types.secret(), "iot_dev", "likewise");
  static final Variable<Integer> PG_POOL_MIN =
      Variable.of("PG_POOL_MIN", Types.integer(0, 1_000), 2, "connections kept open");
  static final Variable<Integer> PG_POOL_MAX =
      Variable.of("PG_POOL_MAX", Types.integer(1, 1_000), 10, "connections at the most");

  static final VariableGroup VARIABLES =
      VariableGroup.of(
          "PostgreSQL",
          DATABASE_URL,
          PG_HOST,
          PG_PORT,
          PG_DB,
          PG_USER,
          PG_PASS,
          PG_POOL_MIN,
          PG_POOL_MAX);

  /** Commands hold no lanes; a lost one is noticed soon enough. */
  private static final Duration COMMAND_LEASE = Duration.ofSeconds(5);

  static DatabaseSettings from(Values values) {
    int min = values.get(PG_POOL_MIN);
    int max = values.get(PG_POOL_MAX);
    values.require(
        min <= max,
        PG_POOL_MIN,
        PG_POOL_MAX,
        "is " + min + ", more than PG_POOL_MAX, which is " + max,
        "at most PG_POOL_MAX");
    return new DatabaseSettings(values.getOr(DATABASE_URL, fromParts(values)), min, max);
  }

  /**
   * What a service's pool is made from.
   *
   * @param applicationName what the server shows for its connections
   * @param lease within which the server is asked to notice that a client is gone
   */
  public DatabaseConfig toConfig(String applicationName, Duration lease) {
    return toConfig(applicationName, lease, poolMin, poolMax);
  }

  /** What a command's pool is made from: as few connections as it needs, none kept. */
  public DatabaseConfig toCommandConfig() {
    return toConfig("weir-command", COMMAND_LEASE, 0, 1);
  }

  private DatabaseConfig toConfig(String applicationName, Duration lease, int min, int max) {
    String password = url.password().reveal();
    return new DatabaseConfig(
        url.jdbcUrl(),
        url.user(),
        password.isEmpty() ? null : password,
        min,
        max,
        applicationName,
        lease);
  }

  private static DatabaseUrl fromParts(Values values) {
    return DatabaseUrl.of(
        values.get(PG_HOST),
        values.get(PG_PORT),
        values.get(PG_DB),
        values.get(PG_USER),
        values.get(PG_PASS));
  }
}

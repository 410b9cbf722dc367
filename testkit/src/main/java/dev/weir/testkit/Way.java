package dev.weir.testkit;

/** How whatever is under test reaches its database. */
public enum Way {
  /** Straight to the server. */
  DIRECT,
  /** Through PgBouncer in transaction mode. */
  THROUGH_PGBOUNCER;

  /** As {@code DATABASE_URL} of a process. */
  public String url(TestDatabase database) {
    return switch (this) {
      case DIRECT -> database.url();
      case THROUGH_PGBOUNCER -> database.pooledUrl();
    };
  }

  public String jdbcUrl(TestDatabase database) {
    return switch (this) {
      case DIRECT -> database.jdbcUrl();
      case THROUGH_PGBOUNCER -> database.pooledJdbcUrl();
    };
  }
}

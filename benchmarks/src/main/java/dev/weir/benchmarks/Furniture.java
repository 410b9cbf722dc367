package dev.weir.benchmarks;

import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.FleetRegistration;
import dev.weir.testkit.TestDatabase;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.database.DatabaseConfig;

/** What a stage's database holds before ingest starts. */
final class Furniture {

  private Furniture() {}

  /** Brings all that a setup wants into a database that was just migrated. */
  static void bring(TestDatabase database, DatabaseConfig config, Setup setup, Fleet fleet) {
    database.execute(
        """
        insert into app_settings (key, value) values ('RATE_LIMIT_RPS', '1000000'),
          ('RATE_LIMIT_BURST', '1000000'), ('MAX_METRICS', '%d')
        """
            .formatted(setup.maxMetrics()));
    // Thousands of tenants are each a transaction. Connections that are there do not hear of it.
    database.execute("alter database " + database.name() + " set synchronous_commit = off");
    try (Database pool = new Database(config)) {
      FleetRegistration.register(pool, fleet);
    }
    database.execute("alter database " + database.name() + " reset synchronous_commit");
    for (String filter : setup.routes()) {
      database.execute(
          """
          insert into message_routes (tenant_id, name, topic_filter, destination_type,
            destination_config)
          values ('%s', 'bench', '%s', 'webhook', '{"url": "https://receiver.example/hook"}')
          """
              .formatted(Stage.FIRST_TENANT, filter));
    }
    FormerRows.insert(database, setup);
  }
}

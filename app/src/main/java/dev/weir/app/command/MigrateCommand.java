package dev.weir.app.command;

import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.StreamReport;
import dev.weir.jetstream.StreamSetup;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.database.DatabaseConfig;
import dev.weir.timescale.schema.Installation;
import dev.weir.timescale.schema.Migration;
import java.time.Duration;
import java.util.List;

/** {@code weir migrate}: the schema, then the streams, then the number of partitions. */
final class MigrateCommand {

  private static final Duration NATS_PATIENCE = Duration.ofSeconds(10);

  private final Console console;

  MigrateCommand(Console console) {
    this.console = console;
  }

  /**
   * Brings all up to date. Twice is harmless.
   *
   * @return failed where a stream is not as it should be and cannot be made so
   */
  int run() throws ConfigurationException, InterruptedException {
    Configuration configuration = console.configuration();
    DatabaseConfig database = configuration.database().toCommandConfig();
    Migration.Result schema = new Migration(database, configuration.storage().toMigration()).run();
    console
        .out()
        .printf(
            "schema: version %d, %s; telemetry is %s%n",
            schema.version(),
            schema.applied() == 0 ? "was up to date" : schema.applied() + " migrations applied",
            schema.hypertable() ? "a hypertable" : "natively partitioned");
    List<StreamReport> streams;
    try (Database pool = new Database(database)) {
      Installation installation = new Installation(pool);
      int partitions = Partitions.wanted(installation, configuration.streams());
      streams = streams(configuration, partitions);
      installation.setPartitions(partitions);
    }
    print(streams);
    return streams.stream().anyMatch(StreamReport.Differs.class::isInstance)
        ? ExitCode.FAILED
        : ExitCode.OK;
  }

  private void print(List<StreamReport> streams) {
    streams.forEach(report -> console.out().println("stream " + report.text()));
    if (streams.isEmpty()) {
      console.out().println("streams: were up to date");
    }
  }

  private static List<StreamReport> streams(Configuration configuration, int partitions)
      throws InterruptedException {
    try (NatsConnection nats =
        NatsConnection.start(configuration.nats().toConfig("weir-migrate"))) {
      if (!nats.awaitConnected(NATS_PATIENCE)) {
        throw CommandException.failed(nats.reason());
      }
      return new StreamSetup(nats, configuration.streams().toPlan().withPartitions(partitions))
          .apply();
    }
  }
}

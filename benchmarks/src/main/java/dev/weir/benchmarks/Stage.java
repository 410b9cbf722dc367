package dev.weir.benchmarks;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.FleetRegistration;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.WeirProcess;
import dev.weir.timescale.database.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** A stack's servers with a database of the run's own, a fleet, and one ingest process. */
final class Stage implements AutoCloseable {

  static final int PARTITIONS = 4;
  static final long STREAM_BYTES = 8L << 30;

  private static final long SEED = 7;
  private static final String TENANT = "bench";
  private static final Duration LANES_BOUND = Duration.ofSeconds(60);

  private final Servers servers;
  private final TestDatabase database = TestDatabase.create();
  private final Map<String, String> environment = new HashMap<>();
  private final Fleet fleet;
  private final Fleet impostors;
  private final long readyMillis;
  private final WeirProcess ingest;

  Stage(Servers servers, int devices) throws ConfigurationException {
    this.servers = servers;
    fleet = new Fleet(SEED, TENANT, 1, devices);
    impostors = new Fleet(SEED + 1, TENANT, 1, devices);
    environment.put("DATABASE_URL", database.url());
    environment.put("NATS_URL", servers.natsUrl());
    environment.put("TELEMETRY_PARTITIONS", Integer.toString(PARTITIONS));
    environment.put("STREAM_MAX_BYTES", Long.toString(STREAM_BYTES));
    environment.put("STREAM_MAX_MSGS_PER_TENANT", "1000000000");
    // While a backlog is made the process stands still, and is to find its lanes again.
    environment.put("LEASE_SECONDS", "60");
    environment.put("LOG_STATS_EVERY_SECONDS", "0");
    try {
      migrate();
      database.execute(
          """
          insert into app_settings (key, value)
          values ('RATE_LIMIT_RPS', '1000000'), ('RATE_LIMIT_BURST', '1000000')
          """);
      try (Database pool = new Database(configuration().database().toCommandConfig())) {
        FleetRegistration.register(pool, fleet);
      }
      long started = System.nanoTime();
      ingest = ready(WeirProcess.startByLauncher(environment, "serve", "ingest"));
      readyMillis = (System.nanoTime() - started) / 1_000_000;
    } catch (RuntimeException | ConfigurationException | AssertionError e) {
      database.close();
      throw e;
    }
  }

  private static WeirProcess ready(WeirProcess process) {
    try {
      return process.awaitReady();
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  TestDatabase database() {
    return database;
  }

  Fleet fleet() {
    return fleet;
  }

  /** Devices of the same names with other tokens: all that they send is refused. */
  Fleet impostors() {
    return impostors;
  }

  WeirProcess ingest() {
    return ingest;
  }

  /** CPU that ingest and its servers have taken by now. */
  Usage usage() throws IOException {
    return Usage.of(ingest.pid(), servers);
  }

  /** From the start of the ingest process until it was ready. */
  long readyMillis() {
    return readyMillis;
  }

  Configuration configuration() throws ConfigurationException {
    return Configuration.from(environment);
  }

  /** Messages that ingest has accounted for by now. */
  long accounted() {
    return database.number(
        "select coalesce(sum(stored + quarantined + duplicates), 0) from ingest_lanes");
  }

  /** So many of the messages accounted for were refused, all others are rows. */
  void requireRefused(long messages) {
    long others = database.number("select sum(quarantined + duplicates) from ingest_lanes");
    if (others != messages) {
      throw new IllegalStateException(
          "%d messages were not stored, but %d should not have been".formatted(others, messages));
    }
  }

  /** Waits until each lane has an owner. */
  void awaitLanes() {
    Awaitility.await("lanes that have an owner")
        .atMost(LANES_BOUND)
        .until(() ->
            database.number("select count(*) from ingest_lanes where owner is not null")
                == PARTITIONS + 1);
  }

  private void migrate() {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    if (Commands.run(new Console(environment, writer, writer), "migrate") != 0) {
      throw new IllegalStateException(output.toString());
    }
  }

  @Override
  public void close() {
    try (database) {
      ingest.close();
    }
  }
}

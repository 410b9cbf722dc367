package dev.weir.benchmarks;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.simulate.Fleet;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.WeirProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** A stack's servers with a database of the run's own, a fleet, and one ingest process. */
public final class Stage implements AutoCloseable {

  /** Unless a setup says otherwise. */
  static final int PARTITIONS = 4;

  /** Of each stream, with so many partitions; more of them share what these have together. */
  static final long STREAM_BYTES = 8L << 30;

  static final String FIRST_TENANT = "bench-1";

  private static final long SEED = 7;
  private static final String TENANTS = "bench";
  private static final Duration LANES_BOUND = Duration.ofSeconds(60);
  private static final Duration STATES_BOUND = Duration.ofMinutes(2);

  private final Servers servers;
  private final Setup setup;
  private final TestDatabase database;
  private final Map<String, String> environment;
  private final Fleet fleet;
  private final Fleet impostors;
  private final long readyMillis;
  private final WeirProcess ingest;

  /** Of a run that is interrupted: the servers may be somebody's. */
  private final Thread lastWill = Thread.ofPlatform().unstarted(this::clear);

  /** Starts all of it. */
  public Stage(Servers servers, Setup setup) throws ConfigurationException {
    this.servers = servers;
    this.setup = setup;
    fleet = new Fleet(SEED, TENANTS, setup.tenants(), setup.devices());
    impostors = new Fleet(SEED + 1, TENANTS, setup.tenants(), setup.devices());
    StageStreams.requireNone(servers.natsUrl());
    database = TestDatabase.create();
    Runtime.getRuntime().addShutdownHook(lastWill);
    environment = setup.environment(database.url(), servers.natsUrl());
    try {
      migrate();
      Furniture.bring(database, configuration().database().toCommandConfig(), setup, fleet);
      long started = System.nanoTime();
      ingest =
          ready(WeirProcess.startByLauncher(setup.heapMebibytes(), environment, "serve", "ingest"));
      readyMillis = (System.nanoTime() - started) / 1_000_000;
    } catch (RuntimeException | ConfigurationException | AssertionError e) {
      leave();
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

  /** The run's own. */
  public TestDatabase database() {
    return database;
  }

  /** Devices that are registered. */
  public Fleet fleet() {
    return fleet;
  }

  /** Devices of the same names with other tokens: all that they send is refused. */
  public Fleet impostors() {
    return impostors;
  }

  /** What is measured. */
  public WeirProcess ingest() {
    return ingest;
  }

  /** Streams that devices are spread over. */
  int partitions() {
    return setup.partitions();
  }

  /** CPU that ingest and its servers have taken by now. */
  Usage usage() throws IOException {
    return Usage.of(ingest.pid(), servers);
  }

  /** From the start of the ingest process until it was ready. */
  long readyMillis() {
    return readyMillis;
  }

  /** That of the ingest process. */
  public Configuration configuration() throws ConfigurationException {
    return Configuration.from(environment);
  }

  /** Messages that ingest has accounted for by now. */
  public long accounted() {
    return database.number(
        "select coalesce(sum(stored + quarantined + duplicates), 0) from ingest_lanes");
  }

  /** So many of the messages accounted for were refused, all others are rows. */
  public void requireRefused(long messages) {
    long others = database.number("select sum(quarantined + duplicates) from ingest_lanes");
    if (others != messages) {
      throw new IllegalStateException(
          "%d messages were not stored, but %d should not have been".formatted(others, messages));
    }
  }

  /** Waits until each lane has an owner. */
  public void awaitLanes() {
    Awaitility.await("lanes that have an owner")
        .atMost(LANES_BOUND)
        .until(() ->
            database.number("select count(*) from ingest_lanes where owner is not null")
                == setup.partitions() + 1);
  }

  /**
   * Waits until the states of all devices are written, as they are beside the messages and after.
   */
  public void awaitStates() {
    Awaitility.await("states that are written")
        .atMost(STATES_BOUND)
        .until(() -> ingest.metric("weir_device_states_waiting") == 0);
  }

  private void migrate() {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    if (Commands.run(new Console(environment, writer, writer), "migrate") != 0) {
      throw new IllegalStateException(output.toString());
    }
  }

  private void clear() {
    try (database) {
      StageStreams.delete(servers.natsUrl());
    }
  }

  private void leave() {
    try {
      Runtime.getRuntime().removeShutdownHook(lastWill);
    } catch (IllegalStateException alreadyEnding) {
      return; // the hook does it
    }
    clear();
  }

  @Override
  public void close() {
    ingest.close();
    leave();
  }
}

package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.FleetRegistration;
import dev.weir.app.simulate.Ledger;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.NatsPublisher;
import dev.weir.app.simulate.Simulation;
import dev.weir.app.simulate.SimulationPlan;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.TelemetryPublisher;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.NatsServers;
import dev.weir.testkit.nats.TestNats;
import dev.weir.timescale.database.Database;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A database and NATS of one test's own, migrated, with a fleet that is registered. */
final class TestInstallation implements AutoCloseable {

  static final int PARTITIONS = 4;

  private static final long SEED = 20_260_131;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int IN_FLIGHT = 5_000;

  final TestDatabase database;
  final Map<String, String> environment = new HashMap<>();
  final Fleet fleet = new Fleet(SEED, "acme", 5, 1_000);
  final Ledger ledger = new Ledger();
  final MessageMaker maker;
  private final NatsServers nats;

  /**
   * Sets all up.
   *
   * @param timescale {@code on} for a hypertable, {@code off} for native partitions
   * @param way how the service and its commands reach the database
   */
  TestInstallation(String timescale, Way way) throws ConfigurationException {
    this(TestDatabase.create(), TestNats.start(), way, Map.of("TIMESCALE", timescale));
  }

  /**
   * The same on servers of the test's choice, which end with it.
   *
   * @param settings of the service and its commands, beside those of the servers
   */
  TestInstallation(TestDatabase database, NatsServers nats, Way way, Map<String, String> settings)
      throws ConfigurationException {
    this.database = database;
    this.nats = nats;
    environment.put("DATABASE_URL", way.url(database));
    environment.put("NATS_URL", nats.url());
    environment.put("LEASE_SECONDS", "3");
    environment.putAll(settings);
    maker = new MessageMaker(SEED, fleet, Mix.evenlyBad(0.6, 0.03, 0.2), Instant.now(), 20_000);
    run("migrate");
    liftRateLimits();
    try (Database pool = new Database(configuration().database().toCommandConfig())) {
      FleetRegistration.register(pool, fleet);
    }
  }

  /** Before anything is judged: these tests are about other limits, and in a hurry. */
  private void liftRateLimits() {
    database.execute(
        """
        insert into app_settings (key, value)
        values ('RATE_LIMIT_RPS', '1000000'), ('RATE_LIMIT_BURST', '1000000')
        """);
  }

  /** Runs a command that has to succeed. */
  void run(String... arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    int code = Commands.run(new Console(environment, writer, writer), arguments);
    assertThat(code).as(output.toString()).isZero();
  }

  WeirProcess serveIngest() {
    return serveIngest(Map.of());
  }

  /** With more in its environment than others have. */
  WeirProcess serveIngest(Map<String, String> more) {
    Map<String, String> own = new HashMap<>(environment);
    own.putAll(more);
    return WeirProcess.start(own, "serve", "ingest");
  }

  /**
   * Publishes the fleet's messages until all are acknowledged.
   *
   * @param messagesPerSecond 0 for as fast as possible
   */
  void publish(long messages, double messagesPerSecond)
      throws ConfigurationException, InterruptedException {
    publish(new SimulationPlan(messagesPerSecond, messages, Duration.ZERO, PATIENCE), () -> false);
    assertThat(ledger.totals().published()).isEqualTo(messages);
  }

  private void publish(SimulationPlan plan, BooleanSupplier isOver)
      throws ConfigurationException, InterruptedException {
    try (NatsConnection connection =
            NatsConnection.start(configuration().nats().toConfig("weir-test"));
        TelemetryPublisher publisher =
            new TelemetryPublisher(connection, IN_FLIGHT, Simulation.ANSWER_BOUND)) {
      assertThat(connection.awaitConnected(PATIENCE)).isTrue();
      new Simulation(maker, new NatsPublisher(publisher, PARTITIONS), ledger).run(plan, isOver);
    }
    assertThat(ledger.totals().isExact()).isTrue();
  }

  /** A thing that is done while the fleet publishes. */
  interface Task {
    void run() throws Exception;
  }

  /**
   * Publishes steadily for as long as a task takes, and until all is acknowledged and accounted
   * for.
   */
  void underLoad(double messagesPerSecond, Task task) throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    SimulationPlan plan = new SimulationPlan(messagesPerSecond, 0, Duration.ZERO, PATIENCE);
    try (ExecutorService background = Executors.newSingleThreadExecutor()) {
      Future<?> load =
          background.submit(() -> {
            publish(plan, isOver::get);
            return null;
          });
      try {
        task.run();
      } finally {
        isOver.set(true);
      }
      load.get();
    }
    awaitAccounted(ledger.totals().published());
  }

  /** Messages that the lanes have accounted for. */
  long accounted() {
    return database.number(
        "select coalesce(sum(stored + quarantined + duplicates), 0) from ingest_lanes");
  }

  void awaitAccounted(long messages) {
    Awaitility.await("messages accounted for")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(accounted()).isGreaterThanOrEqualTo(messages));
  }

  private Configuration configuration() throws ConfigurationException {
    return Configuration.from(environment);
  }

  @Override
  public void close() {
    nats.close();
    database.close();
  }
}

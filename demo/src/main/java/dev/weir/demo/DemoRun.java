package dev.weir.demo;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.serve.IngestRole;
import dev.weir.app.serve.Service;
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
import dev.weir.timescale.database.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run of the demo on servers that are up. */
final class DemoRun {

  private static final int TENANTS = 5;
  private static final int IN_FLIGHT = 2_000;
  private static final double NATIVE_SHARE = 0.7;
  private static final double DUPLICATE_SHARE = 0.02;
  private static final double BAD_SHARE = 0.1;

  /** NATS reserves what its streams may hold: little, for a laptop's disk may be nearly full. */
  private static final String STREAM_BYTES = Integer.toString(256 << 20);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final PrintStream out;
  private final BooleanSupplier stopped;

  DemoRun(Servers servers, PrintStream out, BooleanSupplier stopped) {
    environment = new HashMap<>(servers.environment());
    environment.putAll(Map.of("HTTP_HOST", "127.0.0.1", "HTTP_PORT", "0"));
    environment.putAll(Map.of("STREAM_MAX_BYTES", STREAM_BYTES, "ROUTES_MAX_BYTES", STREAM_BYTES));
    this.out = out;
    this.stopped = stopped;
  }

  /** Runs to the end, or until it is stopped; true where the ledger balances. */
  boolean run(int devices, int rate, Duration duration)
      throws ConfigurationException, IOException, InterruptedException {
    migrate();
    Configuration configuration = Configuration.from(environment);
    long seed = System.nanoTime();
    Fleet fleet = new Fleet(seed, "demo", Math.min(TENANTS, devices), devices);
    SimulationPlan plan = new SimulationPlan(rate, 0, duration, PATIENCE);
    Mix mix = Mix.evenlyBad(NATIVE_SHARE, DUPLICATE_SHARE, BAD_SHARE);
    MessageMaker maker = new MessageMaker(seed, fleet, mix, Instant.now(), plan.intervalNanos());
    try (Database database = new Database(configuration.database().toCommandConfig())) {
      FleetRegistration.register(database, fleet);
      out.printf(
          "%,d devices of %d tenants publish %,d messages/s over NATS for %d s; about 1 in 8 is bad"
              + " on purpose or sent twice%n",
          devices, fleet.tenants().size(), rate, duration.toSeconds());
      RateLimits limits = RateLimits.fitting(plan.perDevice(devices));
      limits.store(database);
      out.printf("%s%n%n", limits);
      return run(configuration, maker, plan, database);
    }
  }

  private void migrate() throws IOException {
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    if (Commands.run(new Console(environment, nowhere, err), "migrate") != 0) {
      throw new IOException("the demo's database could not be set up");
    }
  }

  private boolean run(
      Configuration configuration, MessageMaker maker, SimulationPlan plan, Database database)
      throws BindException, IOException, InterruptedException {
    Ledger ledger = new Ledger();
    try (Service service = Service.start(configuration, IngestRole::new)) {
      Operations operations = new Operations(service.port());
      operations.awaitReady(PATIENCE);
      try (LiveLine _ = LiveLine.start(out, database, ledger)) {
        publish(configuration, maker, plan, ledger);
      }
      Found found = settle(database, ledger);
      Latency latency = operations.latency();
      Reckoning reckoning = new Reckoning(ledger.totals(), found);
      reckoning.print(out);
      out.printf(
          "From publish to commit: half of all %s, 99%% %s.%n",
          latency.atMost(0.5), latency.atMost(0.99));
      return reckoning.differences().isEmpty();
    }
  }

  private void publish(
      Configuration configuration, MessageMaker maker, SimulationPlan plan, Ledger ledger)
      throws InterruptedException, IOException {
    try (NatsConnection nats = NatsConnection.start(configuration.nats().toConfig("weir-demo"))) {
      if (!nats.awaitConnected(PATIENCE)) {
        throw new IOException(nats.reason());
      }
      try (TelemetryPublisher publisher =
          new TelemetryPublisher(nats, IN_FLIGHT, Simulation.ANSWER_BOUND)) {
        int partitions = configuration.streams().partitions();
        new Simulation(maker, new NatsPublisher(publisher, partitions), ledger).run(plan, stopped);
      }
    }
  }

  /** Waits until everything published is accounted for, or nothing has happened for too long. */
  private static Found settle(Database database, Ledger ledger) throws InterruptedException {
    Found found = LiveLine.found(database);
    long last = found.accounted();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (found.accounted() < ledger.totals().published() && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(50);
      found = LiveLine.found(database);
      if (found.accounted() > last) {
        last = found.accounted();
        deadline = System.nanoTime() + PATIENCE.toNanos();
      }
    }
    return found;
  }
}

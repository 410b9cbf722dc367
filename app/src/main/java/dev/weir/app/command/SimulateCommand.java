package dev.weir.app.command;

import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.serve.EndSignals;
import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.FleetRegistration;
import dev.weir.app.simulate.Ledger;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.NatsPublisher;
import dev.weir.app.simulate.RateWarning;
import dev.weir.app.simulate.Simulation;
import dev.weir.app.simulate.SimulationPlan;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.TelemetryPublisher;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.settings.SettingsStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir simulate}. */
@Command(
    name = "simulate",
    description = {
      "Register a fleet of devices and send its messages to a running installation; then print what"
          + " was published and what has to become of it. SIGINT ends it early.",
      "Ends with 1 if a message was left without an answer."
    })
final class SimulateCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int IN_FLIGHT = 4_000;

  private final Console console;

  @Option(
      names = "--nats",
      required = true,
      description = "Publish straight to the streams of NATS_URL.")
  boolean nats;

  @Mixin SimulationOptions options = new SimulationOptions();

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ConfigurationException, InterruptedException {
    SimulationPlan plan = options.plan();
    Mix mix = options.mix();
    Fleet fleet = options.fleet();
    Configuration configuration = console.configuration();
    int partitions;
    try (Database database = console.database()) {
      partitions = Partitions.of(database, configuration.streams());
      FleetRegistration.register(database, fleet);
      warnOfLimits(RateWarning.of(plan, fleet, new SettingsStore(database).read()));
    }
    var maker = new MessageMaker(options.seed, fleet, mix, Instant.now(), plan.intervalNanos());
    Ledger ledger = new Ledger();
    send(configuration, new Load(maker, plan, ledger), partitions, EndSignals.listen()::isAsked);
    Ledger.Totals totals = ledger.totals();
    listing(totals).printSingle(console.out(), json);
    return totals.unsettled() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private void warnOfLimits(@Nullable String warning) {
    if (warning != null) {
      console.err().println("weir: " + warning);
    }
  }

  /** What is sent, how, and where it is written down. */
  private record Load(MessageMaker maker, SimulationPlan plan, Ledger ledger) {}

  private static void send(
      Configuration configuration, Load load, int partitions, BooleanSupplier stopped)
      throws InterruptedException {
    try (NatsConnection nats =
        NatsConnection.start(configuration.nats().toConfig("weir-simulate"))) {
      if (!nats.awaitConnected(PATIENCE)) {
        throw CommandException.failed(nats.reason());
      }
      try (TelemetryPublisher publisher =
          new TelemetryPublisher(nats, IN_FLIGHT, Simulation.ANSWER_BOUND)) {
        new Simulation(load.maker(), new NatsPublisher(publisher, partitions), load.ledger())
            .run(load.plan(), stopped);
      }
    }
  }

  private static Listing listing(Ledger.Totals totals) {
    Listing listing =
        new Listing("published", "stored", "duplicates", "rejected", "resent", "unsettled")
            .row(
                totals.published(),
                totals.stored(),
                totals.duplicates(),
                totals.rejectedInAll(),
                totals.resent(),
                totals.unsettled());
    for (var reason : totals.rejected().entrySet()) {
      listing = listing.with(reason.getKey().name(), reason.getValue());
    }
    return listing;
  }
}

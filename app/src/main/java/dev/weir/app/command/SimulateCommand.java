package dev.weir.app.command;

import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.serve.EndSignals;
import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.FleetRegistration;
import dev.weir.app.simulate.Ledger;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.RateWarning;
import dev.weir.app.simulate.SimulationPlan;
import dev.weir.app.simulate.Transport;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.settings.SettingsStore;
import java.time.Instant;
import java.util.concurrent.Callable;
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
      "A gateway refuses a bad message at once: such are answered, and not among the published.",
      "Ends with 1 if a message was left without an answer, or answered with another reason than its"
          + " own."
    })
final class SimulateCommand implements Callable<Integer> {

  private final Console console;

  @Mixin TransportOptions transport = new TransportOptions();

  @Mixin SimulationOptions options = new SimulationOptions();

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ConfigurationException, InterruptedException {
    SimulationPlan plan = options.plan();
    Transport way = transport.transport();
    Mix mix = options.mix(way);
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
    new LoadSending(configuration, transport, partitions)
        .send(way, new LoadSending.Load(maker, plan, ledger), EndSignals.listen()::isAsked);
    Ledger.Totals totals = ledger.totals();
    listing(totals).printSingle(console.out(), json);
    tellSurprises(totals);
    return totals.unsettled() == 0 && totals.surprisesInAll() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private void tellSurprises(Ledger.Totals totals) {
    totals
        .surprises()
        .forEach((what, count) -> console.err().println("weir: " + count + " × " + what));
  }

  private void warnOfLimits(@Nullable String warning) {
    if (warning != null) {
      console.err().println("weir: " + warning);
    }
  }

  private static Listing listing(Ledger.Totals totals) {
    Listing listing =
        new Listing(
                "published", "stored", "duplicates", "rejected", "answered", "resent", "unsettled")
            .row(
                totals.published(),
                totals.stored(),
                totals.duplicates(),
                totals.rejectedInAll(),
                totals.answeredInAll(),
                totals.resent(),
                totals.unsettled());
    for (var reason : totals.rejected().entrySet()) {
      listing = listing.with(reason.getKey().name(), reason.getValue());
    }
    for (var reason : totals.answered().entrySet()) {
      listing = listing.with("answered_" + reason.getKey().name(), reason.getValue());
    }
    return listing;
  }
}

package dev.weir.benchmarks;

import dev.weir.app.config.ConfigurationException;
import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.Ledger;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.NatsPublisher;
import dev.weir.app.simulate.Simulation;
import dev.weir.app.simulate.SimulationPlan;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.TelemetryPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A fleet's readings, four metrics each. */
final class Load {

  private static final int IN_FLIGHT = 5_000;
  private static final Duration CONNECT_BOUND = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofSeconds(60);

  private final Stage stage;
  private final Fleet fleet;
  private long seed = 1;

  Load(Stage stage, Fleet fleet) {
    this.stage = stage;
    this.fleet = fleet;
  }

  /** As fast as the stream takes them. */
  void publish(int messages) throws ConfigurationException, InterruptedException {
    run(new SimulationPlan(0, messages, Duration.ZERO, SETTLE));
  }

  /**
   * By a schedule, however late the former ones were.
   *
   * @return the time of the first reading; the others' are those at which they were due
   */
  Instant publish(double perSecond, long messages)
      throws ConfigurationException, InterruptedException {
    return run(new SimulationPlan(perSecond, messages, Duration.ZERO, SETTLE));
  }

  private Instant run(SimulationPlan plan) throws ConfigurationException, InterruptedException {
    Ledger ledger = new Ledger();
    try (NatsConnection connection =
            NatsConnection.start(stage.configuration().nats().toConfig("weir-bench"));
        TelemetryPublisher publisher =
            new TelemetryPublisher(connection, IN_FLIGHT, Simulation.ANSWER_BOUND)) {
      if (!connection.awaitConnected(CONNECT_BOUND)) {
        throw new IllegalStateException(connection.reason());
      }
      // No reading of a run is one of a former run.
      Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      MessageMaker maker =
          new MessageMaker(seed++, fleet, Mix.allGood(), start, plan.intervalNanos());
      new Simulation(maker, new NatsPublisher(publisher, Stage.PARTITIONS), ledger)
          .run(plan, () -> false);
      if (!ledger.totals().isExact()) {
        throw new IllegalStateException("what was published is not known: " + ledger.totals());
      }
      return start;
    }
  }
}

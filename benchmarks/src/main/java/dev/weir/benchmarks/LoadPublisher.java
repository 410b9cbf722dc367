package dev.weir.benchmarks;

import dev.weir.app.config.ConfigurationException;
import dev.weir.app.simulate.Ledger;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.NatsPublisher;
import dev.weir.app.simulate.SimulatedMessage;
import dev.weir.app.simulate.Simulation;
import dev.weir.app.simulate.SimulationPlan;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.TelemetryPublisher;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Publishes to the streams of a stage over a connection of its own, which is there when it is. */
public final class LoadPublisher implements AutoCloseable {

  private static final int IN_FLIGHT = 5_000;
  private static final Duration CONNECT_BOUND = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofSeconds(60);

  private final NatsConnection connection;
  private final TelemetryPublisher publisher;
  private final int partitions;

  /** Connects. */
  public LoadPublisher(Stage stage) throws ConfigurationException, InterruptedException {
    connection = NatsConnection.start(stage.configuration().nats().toConfig("weir-bench"));
    publisher = new TelemetryPublisher(connection, IN_FLIGHT, Simulation.ANSWER_BOUND);
    partitions = stage.partitions();
    if (!connection.awaitConnected(CONNECT_BOUND)) {
      String reason = connection.reason();
      close();
      throw new IllegalStateException(reason);
    }
  }

  /** So many messages by a schedule, or as fast as the streams take them at a rate of 0. */
  public static SimulationPlan plan(double perSecond, long messages) {
    return new SimulationPlan(perSecond, messages, Duration.ZERO, SETTLE);
  }

  /**
   * Publishes until all of the plan is acknowledged.
   *
   * @param change what is published instead of a message
   * @throws IllegalStateException what became of some is not known
   */
  public void publish(
      SimulationPlan plan, MessageMaker maker, UnaryOperator<SimulatedMessage> change)
      throws InterruptedException {
    Ledger ledger = new Ledger();
    NatsPublisher nats = new NatsPublisher(publisher, partitions);
    new Simulation(maker, message -> nats.publish(change.apply(message)), ledger)
        .run(plan, () -> false);
    if (!ledger.totals().isExact()) {
      throw new IllegalStateException("what was published is not known: " + ledger.totals());
    }
  }

  @Override
  public void close() {
    publisher.close();
    connection.close();
  }
}

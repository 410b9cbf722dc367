package dev.weir.chaos.run;

import dev.weir.app.config.ConfigurationException;
import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.Ledger;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.NatsPublisher;
import dev.weir.app.simulate.Simulation;
import dev.weir.app.simulate.SimulationPlan;
import dev.weir.chaos.ledger.Acknowledged;
import dev.weir.chaos.ledger.Load;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.TelemetryPublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A fleet that publishes at a steady rate until it is stopped, and remembers what it was told. */
final class Publishing implements AutoCloseable {

  private static final int IN_FLIGHT = 2_000;
  private static final Duration SETTLE = Duration.ofSeconds(150);
  private static final Duration FIRST_ANSWERS_BOUND = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 10;

  private final int generation;
  private final Acknowledged acknowledged;
  private final Ledger ledger = new Ledger();
  private final FutureTask<Void> run;
  private volatile boolean stopped;

  /**
   * Starts at once.
   *
   * @param generation which creation of the streams takes the messages
   */
  Publishing(
      Installation installation, Fleet fleet, long seed, Mix mix, double rate, int generation)
      throws ConfigurationException {
    SimulationPlan plan = new SimulationPlan(rate, 0, Duration.ZERO, SETTLE);
    MessageMaker maker = new MessageMaker(seed, fleet, mix, Instant.now(), plan.intervalNanos());
    this.generation = generation;
    this.acknowledged = new Acknowledged(maker);
    var config = installation.configuration().nats().toConfig("weir-chaos");
    run =
        new FutureTask<>(() -> {
          try (NatsConnection connection = NatsConnection.start(config);
              TelemetryPublisher publisher =
                  new TelemetryPublisher(connection, IN_FLIGHT, Simulation.ANSWER_BOUND)) {
            new Simulation(
                    maker,
                    new NatsPublisher(publisher, Installation.PARTITIONS, acknowledged::add),
                    ledger,
                    Installation.DUPLICATE_WINDOW.minus(Simulation.ANSWER_BOUND))
                .run(plan, () -> stopped);
          }
          return null;
        });
    Thread.ofPlatform().daemon().name("chaos-publishing").start(run);
  }

  Acknowledged acknowledged() {
    return acknowledged;
  }

  /** Attempts after a first one. */
  long resent() {
    return ledger.totals().resent();
  }

  /**
   * Waits until so many messages are acknowledged.
   *
   * @throws IllegalStateException they were not within 60 s, or the publisher failed
   */
  void awaitAcknowledged(int messages) throws InterruptedException {
    long until = System.nanoTime() + FIRST_ANSWERS_BOUND.toNanos();
    while (acknowledged.size() < messages) {
      if (run.isDone() || System.nanoTime() - until > 0) {
        stop();
        throw new IllegalStateException(acknowledged.size() + " messages were acknowledged only");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /**
   * Waits until all is acknowledged.
   *
   * @throws IllegalStateException a message stayed without an answer, or may be there twice
   */
  Load stop() throws InterruptedException {
    stopped = true;
    try {
      run.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the publisher failed", e.getCause());
    }
    if (!ledger.totals().isExact()) {
      throw new IllegalStateException("what was published is not known: " + ledger.totals());
    }
    return new Load(generation, acknowledged);
  }

  /** Publishes no more; what has no answer gets none. */
  @Override
  public void close() {
    stopped = true;
    run.cancel(true);
  }
}

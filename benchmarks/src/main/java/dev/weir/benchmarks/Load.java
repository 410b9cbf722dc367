package dev.weir.benchmarks;

import dev.weir.app.config.ConfigurationException;
import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.SimulationPlan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/** A fleet's readings, four metrics each. */
final class Load {

  private final Stage stage;
  private final Fleet fleet;
  private long seed = 1;

  Load(Stage stage, Fleet fleet) {
    this.stage = stage;
    this.fleet = fleet;
  }

  /** As fast as the stream takes them. */
  void publish(int messages) throws ConfigurationException, InterruptedException {
    publish(0, messages);
  }

  /**
   * By a schedule, however late the former ones were.
   *
   * @return the time of the first reading; the others' are those at which they were due
   */
  Instant publish(double perSecond, long messages)
      throws ConfigurationException, InterruptedException {
    SimulationPlan plan = LoadPublisher.plan(perSecond, messages);
    try (LoadPublisher publisher = new LoadPublisher(stage)) {
      // No reading of a run is one of a former run.
      Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      MessageMaker maker =
          new MessageMaker(seed++, fleet, Mix.allGood(), start, plan.intervalNanos());
      publisher.publish(plan, maker, UnaryOperator.identity());
      return start;
    }
  }
}

package dev.weir.benchmarks.growth;

import dev.weir.app.config.ConfigurationException;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.SimulatedMessage;
import dev.weir.app.simulate.SimulationPlan;
import dev.weir.benchmarks.LoadPublisher;
import dev.weir.benchmarks.Stage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.LongStream;

/** A fleet's readings as a point wants them. */
final class Backlogs {

  private final Stage stage;
  private final Point point;
  private long seed = 1;
  private long wrong;

  Backlogs(Stage stage, Point point) {
    this.stage = stage;
    this.point = point;
  }

  /** Of all that was published, messages with a wrong token. */
  long wrong() {
    return wrong;
  }

  /**
   * When readings were taken.
   *
   * @param to after the last one
   */
  record Span(Instant from, Instant to) {}

  /** Publishes as fast as the stream takes them. */
  Span publish(long messages) throws ConfigurationException, InterruptedException {
    SimulationPlan plan = LoadPublisher.plan(0, messages);
    try (LoadPublisher publisher = new LoadPublisher(stage)) {
      // No reading of a run is one of a former run.
      Instant start = Instant.now().minus(point.age()).truncatedTo(ChronoUnit.MILLIS);
      Mix good = Mix.allGood();
      MessageMaker maker = new MessageMaker(seed, stage.fleet(), good, start, plan.intervalNanos());
      MessageMaker impostor =
          new MessageMaker(seed++, stage.impostors(), good, start, plan.intervalNanos());
      publisher.publish(plan, maker, message -> asWanted(message, impostor));
      wrong += LongStream.range(0, messages).filter(point::isWrong).count();
      return new Span(start, start.plusNanos(messages * plan.intervalNanos()));
    }
  }

  private SimulatedMessage asWanted(SimulatedMessage good, MessageMaker impostor) {
    SimulatedMessage message = point.isWrong(good.index()) ? impostor.make(good.index()) : good;
    if (!point.hasOtherMetrics()) {
      return message;
    }
    return new SimulatedMessage(
        message.index(),
        message.messageId(),
        message.form(),
        message.topic(),
        message.tenantId(),
        message.deviceId(),
        message.token(),
        Payloads.withMetrics(message.body(), message.index(), point.metrics()),
        message.expectation());
  }
}

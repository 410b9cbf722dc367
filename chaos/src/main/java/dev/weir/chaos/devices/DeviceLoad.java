package dev.weir.chaos.devices;

import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.Ledger;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.Publisher;
import dev.weir.app.simulate.Simulation;
import dev.weir.app.simulate.SimulationPlan;
import dev.weir.app.simulate.Transport;
import dev.weir.chaos.ledger.Acknowledged;
import dev.weir.chaos.ledger.Load;
import dev.weir.chaos.run.Installation;
import dev.weir.core.verdict.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Devices that send by one way until they are stopped, and again what got no answer. */
final class DeviceLoad implements AutoCloseable {

  private static final double DUPLICATES = 0.03;
  private static final double BAD = 0.1;
  private static final Duration SETTLE = Duration.ofSeconds(90);

  private final Acknowledged acknowledged;
  private final Ledger ledger = new Ledger();
  private final FutureTask<Void> run;
  private volatile boolean stopped;

  /** Starts at once. */
  DeviceLoad(Transport transport, Fleet fleet, long seed, double rate, Publisher publisher) {
    SimulationPlan plan = new SimulationPlan(rate, 0, Duration.ZERO, SETTLE);
    MessageMaker maker =
        new MessageMaker(seed, fleet, mix(transport), Instant.now(), plan.intervalNanos());
    acknowledged = new Acknowledged(maker);
    Simulation simulation =
        new Simulation(
            maker,
            new Noted(publisher, acknowledged),
            ledger,
            Installation.DUPLICATE_WINDOW.minus(Simulation.ANSWER_BOUND));
    run =
        new FutureTask<>(() -> {
          simulation.run(plan, () -> stopped);
          return null;
        });
    Thread.ofPlatform().daemon().name("devices-" + transport).start(run);
  }

  int acknowledged() {
    return acknowledged.size();
  }

  boolean hasEnded() {
    return run.isDone();
  }

  /** Sends nothing new. */
  void end() {
    stopped = true;
  }

  /**
   * Waits until all is answered.
   *
   * @throws IllegalStateException a message stayed without an answer, or had one that it should not
   *     have had
   */
  Load await() throws InterruptedException {
    end();
    try {
      run.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the devices failed", e.getCause());
    }
    Ledger.Totals totals = ledger.totals();
    if (!totals.isExact() || totals.surprisesInAll() > 0) {
      throw new IllegalStateException("not what devices are to be told: " + totals);
    }
    return new Load(0, acknowledged, totals.doubtful());
  }

  @Override
  public void close() {
    end();
    run.cancel(true);
  }

  /**
   * What names itself by its time and number, however it is spoiled. No readings that contradict
   * each other: of these the first to come is the row, and who sends again changes the order.
   */
  private static Mix mix(Transport transport) {
    Set<RejectReason> reasons = EnumSet.copyOf(transport.provokable());
    reasons.removeAll(
        Set.of(
            RejectReason.INVALID_JSON,
            RejectReason.BAD_TOPIC_FORMAT,
            RejectReason.DUPLICATE_KEY_CONFLICT));
    Map<RejectReason, Double> shares =
        reasons.stream()
            .collect(Collectors.toMap(Function.identity(), reason -> BAD / reasons.size()));
    return new Mix(transport, 1, DUPLICATES, 0, shares);
  }
}

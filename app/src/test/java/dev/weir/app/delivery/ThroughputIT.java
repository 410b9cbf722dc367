package dev.weir.app.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testkit.WeirProcess;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many webhooks a second one process delivers to a receiver on the same machine. */
@Tag("alone")
class ThroughputIT {

  private static final int JOBS = 30_000;
  private static final int WARM = 5_000;

  /** A broken engine is far below it, a busy machine is not. */
  private static final double LEAST_PER_SECOND = 500;

  @Test
  void aBacklogIsWorkedOff() throws Exception {
    try (DeliveryStage stage = new DeliveryStage();
        Receiver receiver = new Receiver()) {
      long route = stage.route("acme", receiver.url());
      stage.publish("acme", route, "t", JOBS);
      try (WeirProcess _ =
          WeirProcess.startForMeasurement(stage.environment, "serve", "route-delivery")) {
        await().atMost(Duration.ofSeconds(60)).until(() -> receiver.received.size() >= WARM);
        long start = System.nanoTime();
        int from = receiver.received.size();
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(5))
            .until(() -> receiver.received.size() == JOBS);
        double perSecond = (JOBS - from) / ((System.nanoTime() - start) / 1e9);
        System.out.printf(
            "%.0f webhooks/s to one local receiver, %d repeats%n", perSecond, receiver.repeats());
        assertThat(perSecond).isGreaterThan(LEAST_PER_SECOND);
      }
    }
  }
}

package dev.weir.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.route.RouteJob;
import dev.weir.delivery.dispatch.Tries.Tried;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a route that is full says that one more would wait. */
final class RouteWorkTest {

  private static final long START = TimeUnit.HOURS.toNanos(1);

  private final RouteWork route = new RouteWork(new TenantWork("t"), 1, Clock.systemUTC(), START);

  @Test
  void whatWasSlowForAMomentIsNotSaidToBeSoForAMinute() {
    aHundredWaitAndNoneEnds();
    route.full(START);

    assertThat(waitAfter(Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
    assertThat(waitAfter(Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    assertThat(waitAfter(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(1_000));
  }

  @Test
  void whatIsNoLongerFullBeginsAnew() {
    aHundredWaitAndNoneEnds();
    route.full(START);
    route.noLongerFull();
    route.full(START + TimeUnit.MINUTES.toNanos(1));

    assertThat(waitAfter(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
  }

  private Duration waitAfter(Duration passed) {
    return route.expectedWait(START + passed.toNanos());
  }

  private void aHundredWaitAndNoneEnds() {
    route.running = 1;
    route.held = 1;
    for (int i = 0; i < 100; i++) {
      RouteJob job = new RouteJob(1, "t", "j" + i, "tenant/t/device/d/t", new byte[0]);
      route.waiting.add(new HeldJob(job, new FakeQueue.Job(job), route, Tried.NOTHING, START));
      route.held++;
    }
    route.rate();
  }
}

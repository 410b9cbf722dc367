package dev.weir.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.route.RouteJob;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
final class FairQueueTest {

  private static final long SECOND = 1_000_000_000;

  private final List<Long> paced = new ArrayList<>();

  private FairQueue queue(int routeConcurrency, int routeRate) {
    DispatchConfig config =
        new DispatchConfig(
            100,
            routeConcurrency,
            routeRate,
            3,
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            10_000,
            1_000_000,
            Duration.ofSeconds(30));
    return new FairQueue(config, Clock.systemUTC(), (_, nanos) -> paced.add(nanos));
  }

  private static HeldJob add(FairQueue queue, String tenant, long route, String id) {
    RouteJob job = new RouteJob(route, tenant, id, "tenant/t/device/d/m", new byte[10]);
    HeldJob held =
        new HeldJob(
            job, new FakeQueue.Job(job), queue.work(tenant, route, 0), Tries.Tried.NOTHING, 0);
    queue.hold(held);
    queue.add(held, 0);
    return held;
  }

  private static List<String> turns(FairQueue queue, long nanos) {
    List<String> ids = new ArrayList<>();
    for (HeldJob job = queue.next(nanos); job != null; job = queue.next(nanos)) {
      ids.add(job.job().deliveryId());
    }
    return ids;
  }

  @Test
  void tenantsTakeTurnsAndSoDoTheirRoutes() {
    FairQueue queue = queue(16, 0);
    for (int i = 1; i <= 4; i++) {
      add(queue, "a", 1, "a1-" + i);
    }
    add(queue, "a", 2, "a2-1");
    add(queue, "b", 3, "b3-1");
    add(queue, "b", 3, "b3-2");

    assertThat(turns(queue, 0))
        .containsExactly("a1-1", "b3-1", "a2-1", "b3-2", "a1-2", "a1-3", "a1-4");
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void aFullBulkheadIsPassedOver() {
    FairQueue queue = queue(1, 0);
    HeldJob first = add(queue, "a", 1, "a1-1");
    add(queue, "a", 1, "a1-2");
    add(queue, "b", 2, "b2-1");

    assertThat(turns(queue, 0)).containsExactly("a1-1", "b2-1");
    queue.finished(first.route(), 0);
    assertThat(turns(queue, 0)).containsExactly("a1-2");
  }

  @Test
  void aRateIsHeld() {
    FairQueue queue = queue(16, 2);
    HeldJob first = add(queue, "a", 1, "1");
    add(queue, "a", 1, "2");
    add(queue, "a", 1, "3");

    assertThat(turns(queue, 0)).containsExactly("1");
    assertThat(paced).containsExactly(SECOND / 2);
    queue.due(first.route(), SECOND / 2);
    assertThat(turns(queue, SECOND / 2)).containsExactly("2");
    assertThat(paced).containsExactly(SECOND / 2, SECOND);
    queue.due(first.route(), SECOND - 1);
    assertThat(turns(queue, SECOND - 1)).as("too early").isEmpty();
  }

  @Test
  void whatIsIdleIsForgotten() {
    FairQueue queue = queue(16, 0);
    HeldJob used = add(queue, "a", 1, "1");
    assertThat(turns(queue, 0)).containsExactly("1");

    queue.forgetIdle(10 * SECOND, SECOND);
    assertThat(routes(queue)).as("under way").isEqualTo(1);
    queue.finished(used.route(), 10 * SECOND);
    queue.release(used, 10 * SECOND);
    queue.forgetIdle(10 * SECOND, SECOND);
    assertThat(routes(queue)).as("used just now").isEqualTo(1);
    queue.forgetIdle(11 * SECOND, SECOND);
    assertThat(routes(queue)).isZero();
  }

  private static int routes(FairQueue queue) {
    List<RouteWork> routes = new ArrayList<>();
    queue.routes(routes::add);
    return routes.size();
  }
}

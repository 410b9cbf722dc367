package dev.weir.app.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testkit.WeirProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dead destinations and tenants that flood: what do the others feel of them? */
@Tag("alone")
class IsolationIT {

  private static final int ROUTES = 9;
  private static final int ROUNDS = 5;
  private static final int JOBS = 60;
  private static final long EVERY_MILLIS = 50;
  private static final int FLOODING_ROUTES = 10;
  private static final int FLOOD = 20_000;

  /** A job comes after those that were fetched before it, not after all that wait. */
  private static final double MOST_MILLIS_BESIDE_A_FLOOD = 1_500;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Below this a ratio says more of the machine than of delivery. */
  private static final double NOISE_MILLIS = 15;

  @Test
  void theOthersFeelNothing() throws Exception {
    try (DeliveryStage stage = new DeliveryStage();
        Receiver healthy = new Receiver();
        Receiver dead = new Receiver();
        WeirProcess _ = stage.serve().awaitReady()) {
      healthy.delayMillis = 5;
      dead.hangs = true;
      List<Long> routes = new ArrayList<>();
      for (int i = 0; i < ROUTES; i++) {
        routes.add(stage.route("acme", healthy.url()));
      }
      long deadRoute = stage.route("acme", dead.url());
      p99(stage, healthy, "acme", routes, "warm"); // compiles, connects
      List<Double> without = new ArrayList<>();
      List<Double> with = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        without.add(p99(stage, healthy, "acme", routes, "without" + round));
      }
      stage.publish("acme", deadRoute, "dead", 2_000);
      await().atMost(PATIENCE).until(() -> dead.requests.get() >= 16);
      for (int round = 0; round < ROUNDS; round++) {
        with.add(p99(stage, healthy, "acme", routes, "with" + round));
      }
      double before = median(without);
      double after = median(with);
      System.out.printf(
          "p99 of nine destinations, ms: %s without a dead tenth, %s with it; ratio of medians"
              + " %.2f%n",
          without, with, after / before);
      assertThat(after).isLessThan(Math.max(before, NOISE_MILLIS) * 1.5);
    }
  }

  /** Another tenant has far more than anybody can deliver, and of its routes half are dead. */
  @Test
  void aTenantThatFloodsIsAloneWithIt() throws Exception {
    try (DeliveryStage stage = new DeliveryStage();
        Receiver healthy = new Receiver();
        Receiver slow = new Receiver();
        Receiver dead = new Receiver();
        WeirProcess _ = stage.serve().awaitReady()) {
      healthy.delayMillis = 5;
      slow.delayMillis = 200;
      dead.hangs = true;
      List<Long> routes = List.of(stage.route("small", healthy.url()));
      p99(stage, healthy, "small", routes, "warm");
      double before = p99(stage, healthy, "small", routes, "without");
      for (int i = 0; i < FLOODING_ROUTES; i++) {
        long route = stage.route("flood", i % 2 == 0 ? slow.url() : dead.url());
        stage.publish("flood", route, "flood" + i, FLOOD / FLOODING_ROUTES);
      }
      await().atMost(PATIENCE).until(() -> dead.requests.get() >= 16);
      double with = p99(stage, healthy, "small", routes, "with");
      System.out.printf(
          "p99 of a small tenant, ms: %.2f without a tenant that floods, %.2f with it; %d jobs of"
              + " that wait%n",
          before, with, stage.backlog());
      assertThat(stage.backlog()).as("the flood waits still").isGreaterThan(FLOOD / 2);
      assertThat(with).isLessThan(MOST_MILLIS_BESIDE_A_FLOOD);
    }
  }

  /** Of the time from publishing to arrival, in milliseconds. */
  private static double p99(
      DeliveryStage stage, Receiver receiver, String tenant, List<Long> routes, String prefix)
      throws Exception {
    Map<String, Long> publishedAt = new HashMap<>();
    for (int i = 0; i < JOBS; i++) {
      long start = System.nanoTime();
      for (long route : routes) {
        String batch = prefix + '-' + route + '-' + i;
        long at = System.nanoTime();
        stage.publish(tenant, route, batch, 1).forEach(id -> publishedAt.put(id, at));
      }
      long rest = EVERY_MILLIS - (System.nanoTime() - start) / 1_000_000;
      Thread.sleep(Math.max(0, rest)); // the pace of the load
    }
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> receiver.firstAt.keySet().containsAll(publishedAt.keySet()));
    List<Long> nanos =
        publishedAt.entrySet().stream()
            .map(one -> receiver.firstAt.getOrDefault(one.getKey(), 0L) - one.getValue())
            .sorted()
            .toList();
    return Math.round(nanos.get(nanos.size() * 99 / 100) / 1e4) / 100.0;
  }

  private static double median(List<Double> figures) {
    return figures.stream().sorted().toList().get(figures.size() / 2);
  }
}

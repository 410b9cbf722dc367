package dev.weir.app.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testkit.WeirProcess;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The role on its own: routes as they are now, sharing, and its end. */
class DeliveryRoleIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void aRouteIsHonouredAsItIsNow() throws Exception {
    try (DeliveryStage stage = new DeliveryStage();
        Receiver receiver = new Receiver();
        WeirProcess weir = stage.serve().awaitReady()) {
      long route = stage.route("acme", receiver.url());
      stage.publish("acme", route, "a", 10);
      await().atMost(PATIENCE).until(() -> receiver.received.size() == 10);

      awaitChanges(weir, 1); // that it was made
      stage.database.execute("update message_routes set is_enabled = false");
      awaitChanges(weir, 2);
      stage.publish("acme", route, "b", 10);
      await().atMost(PATIENCE).until(() -> stage.backlog() == 0);
      stage.database.execute("delete from message_routes");
      stage.publish("acme", route, "c", 10);
      await().atMost(PATIENCE).until(() -> stage.backlog() == 0);

      assertThat(receiver.received).hasSize(10);
      assertThat(stage.letters()).isEmpty();
      assertThat(weir.get("/metrics").body())
          .contains("weir_deliveries_total{result=\"delivered\",type=\"webhook\"} 10.0")
          .contains("weir_delivery_attempt_seconds_count 10")
          .contains("weir_delivery_in_flight 0.0")
          .contains("weir_delivery_breakers{state=\"open\"} 0.0");
      assertThat(weir.get("/health").body()).contains("\"messages_written\":10");
    }
  }

  @Test
  void twoProcessesShare() throws Exception {
    try (DeliveryStage stage = new DeliveryStage();
        Receiver receiver = new Receiver();
        WeirProcess first = stage.serve().awaitReady();
        WeirProcess second = stage.serve().awaitReady()) {
      receiver.delayMillis = 20;
      long route = stage.route("acme", receiver.url());
      Set<String> ids = stage.publish("acme", route, "s", 3_000);

      await().atMost(PATIENCE).until(() -> receiver.received.size() == ids.size());
      await().atMost(PATIENCE).until(() -> stage.backlog() == 0);
      assertThat(receiver.repeats()).isZero();
      assertThat(written(first)).isPositive();
      assertThat(written(second)).isPositive();
      assertThat(written(first) + written(second)).isEqualTo(ids.size());
    }
  }

  @Test
  void endsInTimeThoughReceiversHangAndLosesNothing() throws Exception {
    try (DeliveryStage stage = new DeliveryStage();
        Receiver receiver = new Receiver()) {
      stage.environment.put("WEBHOOK_TIMEOUT_SECONDS", "60");
      receiver.hangs = true;
      long route = stage.route("acme", receiver.url());
      Set<String> ids = stage.publish("acme", route, "h", 100);
      try (WeirProcess weir = stage.serve().awaitReady()) {
        await().atMost(PATIENCE).until(() -> receiver.requests.get() >= 16);
        long start = System.nanoTime();
        weir.terminate();
        assertThat(weir.awaitExit(Duration.ofSeconds(10))).isZero();
        System.out.printf(
            "shutdown with hanging receivers: %d ms%n", (System.nanoTime() - start) / 1_000_000);
      }
      receiver.hangs = false;
      try (WeirProcess _ = stage.serve()) {
        await().atMost(PATIENCE).until(() -> receiver.received.keySet().containsAll(ids));
        await().atMost(PATIENCE).until(() -> stage.backlog() == 0);
      }
    }
  }

  private static void awaitChanges(WeirProcess weir, int count) {
    await()
        .atMost(PATIENCE)
        .until(() -> weir.metric("weir_changes_total{kind=\"route\"}") >= count);
  }

  private static long written(WeirProcess weir) throws Exception {
    return Long.parseLong(
        weir.get("/health").body().replaceAll(".*\"messages_written\":(\\d+).*", "$1"));
  }
}

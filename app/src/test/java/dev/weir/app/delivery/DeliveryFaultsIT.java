package dev.weir.app.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testkit.WeirProcess;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever fails, each job is delivered at least once, or is a dead letter. */
class DeliveryFaultsIT {

  private static final int JOBS = 3_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void deliveryIsKilled() throws Exception {
    try (DeliveryStage stage = new DeliveryStage();
        Receiver receiver = new Receiver()) {
      receiver.delayMillis = 10;
      long route = stage.route("acme", receiver.url());
      Set<String> ids = stage.publish("acme", route, "k", JOBS);
      try (WeirProcess first = stage.serve()) {
        await().atMost(PATIENCE).until(() -> receiver.received.size() > JOBS / 10);
        first.kill();
      }
      try (WeirProcess _ = stage.serve()) {
        awaitAll(stage, receiver, ids, "kill -9 of delivery");
      }
    }
  }

  @Test
  void natsIsRestarted() throws Exception {
    try (DeliveryStage stage = new DeliveryStage();
        Receiver receiver = new Receiver()) {
      receiver.delayMillis = 10;
      long route = stage.route("acme", receiver.url());
      Set<String> ids = stage.publish("acme", route, "n", JOBS);
      try (WeirProcess weir = stage.serve()) {
        await().atMost(PATIENCE).until(() -> receiver.received.size() > JOBS / 10);
        stage.nats.kill();
        await().atMost(PATIENCE).until(() -> weir.status("/ready") == 503);
        stage.nats.restart();
        weir.awaitReady();
        awaitAll(stage, receiver, ids, "NATS killed and restarted");
      }
    }
  }

  @Test
  void theDatabaseIsAway() throws Exception {
    try (DeliveryStage stage = new DeliveryStage();
        Receiver receiver = new Receiver()) {
      receiver.delayMillis = 10;
      long good = stage.route("acme", receiver.url());
      // Nobody listens there: its jobs become dead letters.
      long bad = stage.route("acme", "http://127.0.0.1:" + WeirProcess.freePort() + "/");
      Set<String> ids = stage.publish("acme", good, "d", JOBS);
      ids.addAll(stage.publish("acme", bad, "x", 10));
      try (WeirProcess weir = stage.serve()) {
        await().atMost(PATIENCE).until(() -> receiver.received.size() > JOBS / 10);
        stage.database.allowConnections(false);
        long other = 1_000_000; // not in memory: it has to be looked up
        stage.publish("acme", other, "gone", 5);
        await().atMost(PATIENCE).until(() -> weir.status("/ready") == 503);
        stage.database.allowConnections(true);
        awaitAll(stage, receiver, ids, "the database away");
        assertThat(stage.letters()).as("of a dead destination").hasSize(10);
      }
    }
  }

  private static void awaitAll(
      DeliveryStage stage, Receiver receiver, Set<String> ids, String fault) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          Set<String> missing = new HashSet<>(ids);
          missing.removeAll(receiver.received.keySet());
          missing.removeAll(stage.letters());
          assertThat(missing.size()).as("jobs missing after %s", fault).isZero();
          assertThat(stage.backlog()).as("backlog").isZero();
        });
    System.out.printf(
        "%s: %d jobs, %d delivered, %d dead letters, %d repeats%n",
        fault, ids.size(), receiver.received.size(), stage.letters().size(), receiver.repeats());
  }
}

package dev.weir.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.delivery.destination.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What one route, or one tenant, can do to the others: nothing. */
final class FairnessTest {

  private final CountDownLatch go = new CountDownLatch(1);

  private Outcome hang() throws InterruptedException {
    go.await();
    return Stage.DELIVERED;
  }

  @Test
  void aRouteThatHangsTakesOnlyItsOwnPlaces() throws Exception {
    AtomicInteger most = new AtomicInteger();
    AtomicInteger now = new AtomicInteger();
    try (Stage stage = new Stage()) {
      stage
          .route(
              "t",
              1,
              _ -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                try {
                  return hang();
                } finally {
                  now.decrementAndGet();
                }
              })
          .route("t", 2, _ -> Stage.DELIVERED);
      for (int i = 0; i < 20; i++) {
        stage.queue.put("t", 1, "hangs" + i);
      }
      for (int i = 1; i <= 100; i++) {
        stage.queue.put("t", 2, "goes" + i);
        if (i % Stage.CONFIG.routeJobs() == 0) { // more of a route that is new would go back
          int count = i;
          await().until(() -> stage.results(Result.DELIVERED) >= count);
        }
      }

      assertThat(most).hasValue(Stage.CONFIG.routeConcurrency());
      go.countDown();
    }
  }

  @Test
  void aTenantWhoseRoutesAllHangLeavesPlacesToOthers() throws Exception {
    try (Stage stage = new Stage()) {
      for (int route = 1; route <= 4; route++) {
        stage.route("hung", route, _ -> hang());
        for (int i = 0; i < 8; i++) {
          stage.queue.put("hung", route, "h" + route + '-' + i);
        }
      }
      stage.route("other", 9, _ -> Stage.DELIVERED);
      for (int i = 0; i < 50; i++) {
        stage.queue.put("other", 9, "o" + i);
      }

      await().until(() -> stage.results(Result.DELIVERED) >= 50);
      assertThat(stage.engine().standing().running()).isEqualTo(6);
      go.countDown();
    }
  }

  @Test
  void whatATenantHasTooMuchOfGoesBackAndOthersAreReached() throws Exception {
    try (Stage stage = new Stage()) {
      stage.queue.others = true;
      stage.route("flood", 1, _ -> hang()).route("other", 2, _ -> Stage.DELIVERED);
      for (int i = 0; i < 1_000; i++) {
        stage.queue.put("flood", 1, "f" + i);
      }
      FakeQueue.Job behind = stage.queue.put("other", 2, "o");

      await().untilAsserted(() -> assertThat(behind.done).hasValue(1));
      assertThat(stage.engine().standing().held()).isLessThanOrEqualTo(Stage.CONFIG.routeJobs());
      assertThat(stage.queue.count(job -> !job.postponed.isEmpty()))
          .isEqualTo(1_000 - Stage.CONFIG.routeJobs());
      assertThat(stage.queue.put)
          .flatExtracting(job -> job.postponed)
          .allSatisfy(
              delay -> assertThat(delay).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(120)));
      go.countDown();
    }
  }

  @Test
  void aTenantThatIsAloneAndFastIsWaitedFor() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> Stage.DELIVERED)) {
      for (int i = 0; i < 2_000; i++) {
        stage.queue.put("t", 1, "a" + i);
      }

      await().until(() -> stage.results(Result.DELIVERED) == 2_000);
      assertThat(stage.queue.count(job -> !job.postponed.isEmpty())).isZero();
    }
  }

  @Test
  void stoppingGivesBackWhatWaitsAndLetsWhatIsUnderWayEnd() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> hang())) {
      for (int i = 0; i < 10; i++) {
        stage.queue.put("t", 1, "a" + i);
      }
      await().until(() -> stage.attempts.size() == 4 && stage.engine().standing().held() == 10);
      Thread stopping = Thread.ofPlatform().start(stage::close);
      await().until(() -> stage.queue.count(job -> !job.postponed.isEmpty()) == 6);
      go.countDown();
      stopping.join();

      assertThat(stage.queue.count(job -> job.done.get() == 1)).isEqualTo(4);
      assertThat(stage.queue.put)
          .filteredOn(job -> job.done.get() == 0)
          .allSatisfy(job -> assertThat(job.postponed).containsExactly(Duration.ZERO));
    }
  }

  @Test
  void stoppingWaitsForNothingThatHangs() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> hang())) {
      FakeQueue.Job job = stage.queue.put("t", 1, "a");
      await().until(() -> stage.attempts.size() == 1);
      long start = System.nanoTime();
      stage.engine().stop(Duration.ofSeconds(3));

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      assertThat(job.postponed).containsExactly(Duration.ZERO);
      assertThat(job.done).hasValue(0);
    }
  }
}

package dev.weir.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.core.delivery.RouteDefinition;
import dev.weir.delivery.destination.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a job. */
final class DeliveryEngineTest {

  @Test
  void whatIsDeliveredLeavesTheQueue() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> Stage.DELIVERED)) {
      FakeQueue.Job job = stage.queue.put("t", 1, "a");

      await().untilAsserted(() -> assertThat(job.done).hasValue(1));
      assertThat(stage.attempts).containsExactly("a");
      assertThat(stage.results(Result.DELIVERED)).isOne();
      assertThat(stage.letters).isEmpty();
    }
  }

  @Test
  void whatFailsIsTriedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Stage stage =
        new Stage()
            .route("t", 1, _ -> asked.incrementAndGet() < 3 ? Stage.FAILED : Stage.DELIVERED)) {
      FakeQueue.Job job = stage.queue.put("t", 1, "a");

      await().untilAsserted(() -> assertThat(job.done).hasValue(1));
      assertThat(stage.attempts("a")).isEqualTo(3);
      assertThat(stage.results(Result.FAILED)).isEqualTo(2);
      assertThat(job.postponed).isEmpty();
    }
  }

  @Test
  void whatFailsAsOftenAsItMayIsADeadLetter() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> Stage.FAILED)) {
      FakeQueue.Job job = stage.queue.put("t", 1, "a");

      await().untilAsserted(() -> assertThat(job.done).hasValue(1));
      assertThat(stage.attempts("a")).isEqualTo(3);
      assertThat(stage.letters)
          .singleElement()
          .satisfies(letter -> {
            assertThat(letter.error()).isEqualTo("no luck");
            assertThat(letter.attempts()).isEqualTo(3);
          });
    }
  }

  @Test
  void whatIsRefusedIsADeadLetterAtOnce() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> Stage.REFUSED)) {
      FakeQueue.Job job = stage.queue.put("t", 1, "a");

      await().untilAsserted(() -> assertThat(job.done).hasValue(1));
      assertThat(stage.attempts("a")).isOne();
      assertThat(stage.letters).singleElement().extracting("attempts").isEqualTo(1);
    }
  }

  @Test
  void aLongRetryAfterIsTheQueuesToWaitFor() throws Exception {
    Outcome later = new Outcome.Failed("429", Duration.ofSeconds(100));
    try (Stage stage = new Stage().route("t", 1, _ -> later)) {
      FakeQueue.Job first = stage.queue.put("t", 1, "a");
      await()
          .untilAsserted(
              () -> assertThat(first.postponed).containsExactly(Duration.ofSeconds(100)));
      FakeQueue.Job second = stage.queue.again(first);
      await().untilAsserted(() -> assertThat(second.postponed).hasSize(1));
      FakeQueue.Job third = stage.queue.again(first);

      await().untilAsserted(() -> assertThat(third.done).hasValue(1));
      assertThat(stage.attempts("a")).as("attempts are remembered").isEqualTo(3);
      assertThat(stage.letters).hasSize(1);
    }
  }

  @Test
  void anOpenBreakerPostponesAndUsesNoAttempt() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> Stage.FAILED)) {
      for (int i = 0; i < 7; i++) {
        stage.queue.put("t", 1, "opens" + i);
      }
      await().until(() -> stage.engine().standing().breakers().containsKey(BreakerState.OPEN));
      int attempts = stage.attempts.size();
      FakeQueue.Job job = stage.queue.put("t", 1, "a");

      await().untilAsserted(() -> assertThat(job.postponed).hasSize(1));
      assertThat(job.postponed.getFirst()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
      assertThat(stage.attempts("a")).isZero();
      assertThat(attempts).isBetween(20, 24);
    }
  }

  @Test
  void refusalsOpenNoBreaker() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> Stage.REFUSED)) {
      for (int i = 0; i < 30; i++) {
        stage.queue.put("t", 1, "refused" + i);
      }

      await().untilAsserted(() -> assertThat(stage.letters).hasSize(30));
      assertThat(stage.engine().standing().breakers()).containsOnlyKeys(BreakerState.CLOSED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "another, #, webhook, {}, true",
    "t, #, webhook, {}, false",
    "t, tenant/t/device/other/t, webhook, {}, true",
    "t, #, postgresql, stored, true",
  })
  void aRouteIsHonouredAsItIsNow(
      String tenant, String filter, String type, String config, boolean enabled) throws Exception {
    try (Stage stage =
        new Stage()
            .route(new RouteDefinition(1, tenant, "r", filter, type, config, null, enabled))) {
      FakeQueue.Job job = stage.queue.put("t", 1, "a");
      FakeQueue.Job ofNoRoute = stage.queue.put("t", 2, "b");

      await().untilAsserted(() -> assertThat(job.done).hasValue(1));
      await().untilAsserted(() -> assertThat(ofNoRoute.done).hasValue(1));
      assertThat(stage.results(Result.DROPPED)).isEqualTo(2);
      assertThat(stage.attempts).isEmpty();
      assertThat(stage.letters).isEmpty();
    }
  }

  @Test
  void aRouteThatNobodyUnderstandsMakesDeadLetters() throws Exception {
    try (Stage stage =
        new Stage().route(new RouteDefinition(1, "t", "r", "#", "webhook", "bad", null, true))) {
      FakeQueue.Job job = stage.queue.put("t", 1, "a");

      await().untilAsserted(() -> assertThat(job.done).hasValue(1));
      assertThat(stage.letters)
          .singleElement()
          .extracting("error")
          .isEqualTo("the route cannot be understood: url: is none");
    }
  }

  @Test
  void whatIsNoJobBlocksNobody() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> Stage.DELIVERED)) {
      FakeQueue.Job none = stage.queue.put(new FakeQueue.Job(null));
      FakeQueue.Job job = stage.queue.put("t", 1, "a");

      await().untilAsserted(() -> assertThat(job.done).hasValue(1));
      assertThat(none.done).hasValue(1);
      assertThat(stage.results(Result.MALFORMED)).isOne();
    }
  }

  @Test
  void whatIsTooOldIsADeadLetter() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> Stage.DELIVERED)) {
      FakeQueue.Job job = new FakeQueue.Job(stage.queue.put("t", 1, "young").job);
      await().until(() -> stage.results(Result.DELIVERED) == 1);
      job.age = Duration.ofHours(25);
      stage.queue.put(job);

      await().untilAsserted(() -> assertThat(job.done).hasValue(1));
      assertThat(stage.letters)
          .singleElement()
          .extracting("error")
          .isEqualTo("not delivered within 86400 s");
    }
  }

  @Test
  void withoutItsRouteAJobWaits() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> Stage.DELIVERED)) {
      stage.databaseAway = true;
      FakeQueue.Job job = stage.queue.put("t", 1, "a");
      await().untilAsserted(() -> assertThat(job.postponed).hasSize(1));
      await()
          .untilAsserted(() ->
              assertThat(stage.engine().problem())
                  .isEqualTo("routes cannot be looked up: the database is away"));

      stage.databaseAway = false;
      FakeQueue.Job again = stage.queue.again(job);
      await().untilAsserted(() -> assertThat(again.done).hasValue(1));
      await().untilAsserted(() -> assertThat(stage.engine().problem()).isNull());
    }
  }

  @Test
  void aJobIsDoneOnlyWhenItsLetterIsKept() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> Stage.FAILED)) {
      stage.catalog.find(1);
      stage.databaseAway = true;
      FakeQueue.Job job = stage.queue.put("t", 1, "a");
      await().untilAsserted(() -> assertThat(job.postponed).hasSize(1));
      assertThat(job.done).hasValue(0);

      stage.databaseAway = false;
      FakeQueue.Job again = stage.queue.again(job);
      await().untilAsserted(() -> assertThat(again.done).hasValue(1));
      assertThat(stage.attempts("a")).as("no further attempt").isEqualTo(3);
      assertThat(stage.letters).singleElement().extracting("error").isEqualTo("no luck");
    }
  }

  @Test
  void aJobThatComesAgainWhileItIsInHandIsDeliveredOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Stage stage =
        new Stage()
            .route(
                "t",
                1,
                _ -> {
                  go.await();
                  return Stage.DELIVERED;
                })) {
      FakeQueue.Job job = stage.queue.put("t", 1, "a");
      await().until(() -> stage.attempts("a") == 1);
      FakeQueue.Job again = stage.queue.again(job);
      await().until(stage.queue.waiting::isEmpty);
      stage.queue.put("t", 1, "b");
      await().until(() -> stage.attempts("b") == 1);
      go.countDown();

      await().untilAsserted(() -> assertThat(again.done).hasValue(1));
      assertThat(stage.attempts("a")).isOne();
    }
  }

  @Test
  void theQueueIsToldThatASlowJobIsStillAtWork() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Stage stage =
        new Stage()
            .route(
                "t",
                1,
                _ -> {
                  go.await();
                  return Stage.DELIVERED;
                })) {
      FakeQueue.Job job = stage.queue.put("t", 1, "a");

      await().untilAsserted(() -> assertThat(job.reminded).hasPositiveValue());
      go.countDown();
    }
  }

  @Test
  void whileTheQueueIsAwayItSaysSo() throws Exception {
    try (Stage stage = new Stage().route("t", 1, _ -> Stage.DELIVERED)) {
      stage.queue.away = true;
      await().untilAsserted(() -> assertThat(stage.engine().problem()).isEqualTo("away"));

      stage.queue.away = false;
      FakeQueue.Job job = stage.queue.put("t", 1, "a");
      await().untilAsserted(() -> assertThat(job.done).hasValue(1));
      await().untilAsserted(() -> assertThat(stage.engine().problem()).isNull());
    }
  }
}

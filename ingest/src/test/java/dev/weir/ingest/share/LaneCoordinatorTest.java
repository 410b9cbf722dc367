package dev.weir.ingest.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.core.store.StoreException;
import dev.weir.ingest.fakes.Contexts;
import dev.weir.ingest.fakes.FakeStore;
import dev.weir.ingest.fakes.FakeStreams;
import dev.weir.ingest.lane.Lane;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A member that shares one lane with nobody. */
@Timeout(20)
class LaneCoordinatorTest {

  private final FakeStreams streams = new FakeStreams();
  private final FakeStore store = new FakeStore();
  private final LaneCoordinator coordinator =
      new LaneCoordinator(Contexts.of(streams, store, new Semaphore(1, true)));
  private final Thread thread = Thread.ofPlatform().unstarted(coordinator);

  @AfterEach
  void end() throws InterruptedException {
    store.answering.countDown();
    coordinator.stop();
    thread.join();
  }

  @Test
  void takesTheLaneAndGivesItBackAtTheEnd() throws InterruptedException {
    takeTheLane();

    coordinator.stop();
    thread.join();

    assertThat(store.released).isTrue();
  }

  /** A probe asks what the lanes do; without an answer a live process would be killed. */
  @Test
  void answersForItsLanesWhileTheDatabaseDoesNot() {
    takeTheLane();
    hang();

    List<Lane> lanes = coordinator.lanes();

    assertThat(lanes).hasSize(1);
  }

  @Test
  void saysThatTheDatabaseDoesNotAnswer() {
    takeTheLane();
    await().until(() -> coordinator.problem() == null);
    hang();

    await().until(() -> String.valueOf(coordinator.problem()).contains("no answer"));
  }

  @Test
  void endsItsLanesWhileTheDatabaseDoesNotAnswer() {
    takeTheLane();
    hang();

    coordinator.stop();

    await().until(() -> store.released);
  }

  @Test
  void aFaultOfOursIsToldAndTriedAgain() {
    store.fault = new IllegalStateException("ours");
    thread.start();
    await().until(() -> String.valueOf(coordinator.problem()).contains("IllegalStateException"));

    store.fault = null;

    await().until(() -> coordinator.problem() == null && !coordinator.lanes().isEmpty());
  }

  @Test
  void afterAnOutageFormerOwnersComeFirst() {
    store.fault = new StoreException(StoreException.Kind.TRANSIENT, "08006", "away", null);
    thread.start();
    await().until(() -> String.valueOf(coordinator.problem()).contains("away"));

    store.fault = null;

    await().until(() -> !coordinator.lanes().isEmpty());
    assertThat(store.takenAfter).isEqualTo(2);
  }

  @Test
  void whereNothingWasAwayALaneIsTakenAtOnce() {
    takeTheLane();

    assertThat(store.takenAfter).isEqualTo(1);
  }

  private void takeTheLane() {
    thread.start();
    await().until(() -> !coordinator.lanes().isEmpty());
  }

  private void hang() {
    store.answering = new CountDownLatch(1);
    await().until(() -> store.waiting);
  }
}

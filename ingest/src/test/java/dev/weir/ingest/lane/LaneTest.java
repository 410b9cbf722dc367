package dev.weir.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.core.store.DeviceSeen;
import dev.weir.core.store.StoreException;
import dev.weir.core.verdict.RejectReason;
import dev.weir.ingest.fakes.Contexts;
import dev.weir.ingest.fakes.FakeStore;
import dev.weir.ingest.fakes.FakeStreams;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One lane from stream to store: every message accounted for once, in order, whatever fails. */
@Timeout(20)
class LaneTest {

  private static final String GOOD = "{\"site_id\":\"s\",\"metrics\":{\"t\":1}}";
  private static final String POISON = "{\"site_id\":\"s\",\"metrics\":{\"poison\":1}}";

  private final FakeStreams streams = new FakeStreams();
  private final FakeStore store = new FakeStore();
  private final Semaphore workers = new Semaphore(1, true);
  private final Lane lane = new Lane(store.grant(), 100, Contexts.of(streams, store, workers));
  private final Thread thread = Thread.ofPlatform().unstarted(lane);

  @AfterEach
  void end() throws InterruptedException {
    lane.stop();
    thread.join();
  }

  @Test
  void storesEveryMessageOnceAndInOrder() {
    publish(250, GOOD);

    runUntil(() -> store.accounted() == 250);

    assertThat(store.stored).isEqualTo(LongStream.rangeClosed(1, 250).boxed().toList());
    assertThat(store.batchSizes).allMatch(size -> size <= 100);
  }

  @Test
  void whatFollowsABatchAtOnceGathers() {
    publish(250, GOOD);

    runUntil(() -> store.accounted() == 250);

    assertThat(streams.gathered).isNotEmpty().containsOnly(Contexts.BATCH_SIZE);
  }

  @Test
  void isolatesPoisonAndStoresTheRest() {
    publish(10, GOOD);
    publish(1, POISON);
    publish(10, GOOD);
    publish(1, POISON);

    runUntil(() -> store.accounted() == 22);

    assertThat(store.rejected)
        .containsOnlyKeys(11L, 22L)
        .allSatisfy((seq, reason) -> assertThat(reason).isEqualTo(RejectReason.WRITE_REJECTED));
    assertThat(store.stored).hasSize(20).isSorted();
  }

  @Test
  void holdsTheBatchWhileTheDatabaseIsAwayAndSaysSo() {
    publish(5, GOOD);
    for (int i = 0; i < 5_000; i++) {
      store.failures.add(failure(StoreException.Kind.TRANSIENT));
      store.failures.add(failure(StoreException.Kind.HOLD));
    }

    thread.start();
    await().until(() -> lane.problem() != null);
    store.heal();
    await().until(() -> store.accounted() == 5);

    await().until(() -> lane.problem() == null);
    assertThat(store.stored).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void attachesAnewWhenTheReaderEnds() {
    publish(5, GOOD);
    runUntil(() -> store.accounted() == 5);

    streams.readerFails = true;
    publish(5, GOOD);

    await().until(() -> store.accounted() == 10);
    assertThat(store.stored).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void countsSequencesThatWereDeletedBeforeTheyWereRead() {
    publish(10, GOOD);
    streams.messages.remove(1L);
    streams.messages.remove(4L);
    streams.messages.remove(5L);

    runUntil(() -> store.accounted() == 7);

    assertThat(store.gaps).isEqualTo(3);
  }

  @Test
  void letsGoWhenItWasTakenOver() throws InterruptedException {
    publish(5, GOOD);
    runUntil(() -> store.accounted() == 5);

    store.epoch++;
    publish(5, GOOD);
    thread.join();

    assertThat(store.accounted()).isEqualTo(5);
    assertThat(store.released).isFalse();
  }

  @Test
  void stoppedItGivesTheLaneBack() throws InterruptedException {
    publish(5, GOOD);
    runUntil(() -> store.accounted() == 5);

    lane.stop();
    thread.join();

    assertThat(store.released).isTrue();
  }

  @Test
  void stopsEvenWhileTheDatabaseIsAway() throws InterruptedException {
    publish(5, GOOD);
    for (int i = 0; i < 10_000; i++) {
      store.failures.add(failure(StoreException.Kind.TRANSIENT));
    }
    thread.start();
    await().until(() -> lane.problem() != null);

    lane.stop();
    thread.join();

    assertThat(store.accounted()).isZero();
  }

  /** With fewer workers than lanes, one that stands still would else stop the others. */
  @Test
  void leavesItsWorkerToOthersWhileItStandsStill() throws InterruptedException {
    publish(5, GOOD);
    for (int i = 0; i < 10_000; i++) {
      store.failures.add(failure(StoreException.Kind.HOLD));
    }
    thread.start();
    await().until(() -> lane.problem() != null);

    assertThat(workers.tryAcquire(5, TimeUnit.SECONDS)).isTrue();

    workers.release();
  }

  @Test
  void aFaultOfOursIsToldAndTheLaneGoesOn() {
    publish(5, GOOD);
    for (int i = 0; i < 10_000; i++) {
      store.faults.add(new IllegalStateException("ours"));
    }
    thread.start();
    await().until(() -> lane.problem() != null);
    store.heal();

    await().until(() -> store.accounted() == 5);

    assertThat(thread.isAlive()).isTrue();
    await().until(() -> lane.problem() == null);
  }

  @Test
  void holdsAndSaysSoWhereEvenTheQuarantineIsRefused() {
    store.devices.clear();
    store.quarantineRefused = true;
    publish(3, GOOD);
    thread.start();
    await().until(() -> String.valueOf(lane.problem()).contains("sequence 1 is refused"));

    store.quarantineRefused = false;

    await().until(() -> store.accounted() == 3);
    assertThat(thread.isAlive()).isTrue();
  }

  @Test
  void quarantinesDevicesThatTheRegistryDoesNotHave() {
    store.devices.clear();
    publish(3, GOOD);

    runUntil(() -> store.accounted() == 3);

    assertThat(store.rejected.values()).containsOnly(RejectReason.UNREGISTERED_DEVICE);
    assertThat(store.lookups).isEqualTo(1);
  }

  @Test
  void whatDevicesWereSeenIsWrittenAtOnceAndWhenTheLaneIsGivenBack() throws InterruptedException {
    publish(5, GOOD);
    runUntil(() -> lastSeen() == 1_000_004);

    publish(5, GOOD);
    await().until(() -> store.accounted() == 10);
    assertThat(lastSeen()).as("the interval is an hour").isEqualTo(1_000_004);

    lane.stop();
    thread.join();
    assertThat(lastSeen()).isEqualTo(1_000_009);
  }

  @Test
  void aLaneThatWasTakenOverWritesNoStates() throws InterruptedException {
    publish(5, GOOD);
    runUntil(() -> lastSeen() == 1_000_004);
    publish(5, GOOD);
    await().until(() -> store.accounted() == 10);

    store.epoch++;
    publish(5, GOOD);
    thread.join();

    assertThat(lastSeen()).isEqualTo(1_000_004);
  }

  @Test
  void statesThatCannotBeWrittenDoNotStopTheLane() {
    store.states.failure = new IllegalStateException("ours");
    publish(250, GOOD);

    runUntil(() -> store.accounted() == 250);

    assertThat(lane.problem()).isNull();
    assertThat(store.states.devices).isEmpty();
  }

  /** The arrival that the state of the one device tells; 0 before there is one. */
  private long lastSeen() {
    return store.states.devices.values().stream().mapToLong(DeviceSeen::seenMicros).sum();
  }

  private void publish(int count, String body) {
    for (int i = 0; i < count; i++) {
      streams.publish((1_000_000 + streams.lastSeq) * 1_000, body);
    }
  }

  private void runUntil(BooleanSupplier condition) {
    thread.start();
    await().until(condition::getAsBoolean);
  }

  private static StoreException failure(StoreException.Kind kind) {
    return new StoreException(kind, "57P01", "away", null);
  }
}

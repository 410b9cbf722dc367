package dev.weir.ingest.state;

import static dev.weir.ingest.state.DeviceStates.DEVICES_PER_WRITE;
import static dev.weir.ingest.state.DeviceStates.PAUSE_AFTER_TROUBLE;
import static dev.weir.ingest.state.StateWrite.MOST_REFUSALS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.store.Batch;
import dev.weir.core.store.DeviceSeen;
import dev.weir.core.store.DeviceStateStore;
import dev.weir.core.store.StoreException;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.ingest.fakes.FakeStates;
import dev.weir.ingest.fakes.FakeStreams;
import dev.weir.ingest.fakes.NoObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written when, and what becomes of it where the database does not take it. */
class DeviceStatesTest {

  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final double NO_NUMBER = TelemetryMessage.UNUSABLE;

  private final FakeStates store = new FakeStates();
  private final Counts counts = new Counts();

  /** Near its end, so that the clock passes {@link Long#MAX_VALUE}. */
  private long now = Long.MAX_VALUE - 1_000_000;

  /** What the writer was given and has not done; done at once where it does not rest. */
  private final Queue<Runnable> given = new ArrayDeque<>();

  private boolean rests;
  private final DeviceStates states = states(INTERVAL);
  private long arrivals;

  @Test
  void theFirstSightingIsWrittenAtOnceAndTheNextAfterTheInterval() {
    see("d1");
    turn();
    assertThat(arrivalOf("d1")).isEqualTo(1);

    see("d1");
    see("d1");
    pass(INTERVAL.minusNanos(1));
    turn();
    assertThat(arrivalOf("d1")).isEqualTo(1);

    pass(Duration.ofNanos(1));
    turn();
    assertThat(arrivalOf("d1")).isEqualTo(3);
    assertThat(store.writes).containsExactly(1, 1);
    assertThat(counts.written).isEqualTo(2);
  }

  @Test
  void afterAQuietWhileTheNextIsWrittenAtOnceAgain() {
    see("d1");
    turn();
    pass(INTERVAL.multipliedBy(3));
    assertThat(states.waiting()).isZero();

    see("d2");
    turn();

    assertThat(arrivalOf("d2")).isEqualTo(2);
  }

  @Test
  void withoutAnIntervalEveryBatchIsWritten() {
    DeviceStates eager = states(Duration.ZERO);
    for (int i = 0; i < 3; i++) {
      eager.record(batch(accepted("d1")));
      eager.turn();
    }
    assertThat(store.writes).containsExactly(1, 1, 1);
  }

  @Test
  void refusedMessagesAreNotSeen() {
    Verdict refusal = new Rejected(RejectReason.TOKEN_INVALID, "", "t1");
    states.record(batch(judged(refusal)));

    assertThat(states.waiting()).isZero();
    assertThat(counts.ignored).isZero();
  }

  @Test
  void locationsThatAreNoneAreCounted() {
    states.record(
        batch(
            accepted("d1", 1.5, 2.5),
            accepted("d1", NO_NUMBER, 2.5),
            accepted("d1", 1.5, Double.NaN),
            accepted("d1", Double.NaN, Double.NaN)));

    assertThat(counts.ignored).isEqualTo(2);
    turn();
    assertThat(state("d1").latitude()).isEqualTo(1.5);
  }

  @Test
  void aLargeRoundTakesSeveralTurnsAndTheNextBeginsNoSooner() {
    int devices = 2 * DEVICES_PER_WRITE + 1;
    IntStream.range(0, devices).forEach(i -> see("d" + i));
    turn();
    assertThat(store.writes).containsExactly(DEVICES_PER_WRITE);

    see("d0");
    see("d" + (devices - 1));
    turn();
    turn();
    turn();
    assertThat(store.writes).containsExactly(DEVICES_PER_WRITE, DEVICES_PER_WRITE, 1);
    assertThat(arrivalOf("d0")).as("seen again in the round that wrote it").isEqualTo(1);
    assertThat(arrivalOf("d" + (devices - 1))).as("seen before it was written").isEqualTo(arrivals);

    pass(INTERVAL);
    turn();
    assertThat(arrivalOf("d0")).isEqualTo(arrivals - 1);
    assertThat(store.writes.getLast()).isEqualTo(1);
  }

  /** Rows of one page of the table go into one write. */
  @Test
  void aRoundGoesThroughTheKeysInOrder() {
    int devices = 2 * DEVICES_PER_WRITE;
    for (int i = devices; i > 0; i--) {
      see("d%06d".formatted(i));
    }
    turn();
    assertThat(store.devices.keySet())
        .hasSize(DEVICES_PER_WRITE)
        .allMatch(key -> key.deviceId().compareTo("d%06d".formatted(DEVICES_PER_WRITE)) <= 0);
  }

  @Test
  void aRoundThatIsNotInOrderYetIsWrittenAtTheEndAllTheSame() {
    rests = true;
    see("d1");
    see("d2");
    states.turn();
    states.writeRest();
    assertThat(store.devices).containsOnlyKeys(key("d1"), key("d2"));

    given.remove().run();
    states.writeRest();
    assertThat(store.writes).containsExactly(2);
    assertThat(states.waiting()).isZero();
  }

  @Test
  void aRoundThatIsHalfDoneIsEnded() {
    IntStream.range(0, DEVICES_PER_WRITE + 1).forEach(i -> see("d" + i));
    turn();
    see("e");
    states.writeRest();

    assertThat(store.writes).containsExactly(DEVICES_PER_WRITE, 1, 1);
  }

  /** What is thrown there is no exception that a write foresees. */
  @Test
  void theLaneOutlivesAFaultOfTheWriters() {
    boolean[] broken = {true};
    DeviceStateStore faulty =
        devices -> {
          if (broken[0]) {
            throw new AssertionError("ours");
          }
          return store.write(devices);
        };
    DeviceStates fragile = states(faulty, Duration.ZERO);
    fragile.record(batch(accepted("d1")));
    fragile.turn();
    assertThat(fragile.waiting()).as("lost").isZero();

    broken[0] = false;
    fragile.record(batch(accepted("d2")));
    fragile.turn();
    assertThat(fragile.waiting()).as("paused").isEqualTo(1);
    pass(PAUSE_AFTER_TROUBLE);
    fragile.turn();
    assertThat(store.devices).containsOnlyKeys(key("d2"));
  }

  @Test
  void theLaneGoesOnWhileItsDevicesAreWritten() {
    rests = true;
    see("d1");
    see("d2");
    states.turn();
    see("d2");
    assertThat(given).as("to put them in order").hasSize(1);
    given.remove().run();
    states.turn();
    assertThat(given).hasSize(1);

    see("d1");
    pass(INTERVAL);
    states.turn();
    assertThat(given).as("one at a time").hasSize(1);

    store.failure = failure(StoreException.Kind.TRANSIENT);
    given.remove().run();
    states.turn();
    assertThat(states.waiting()).isEqualTo(2);

    store.failure = null;
    rests = false;
    pass(PAUSE_AFTER_TROUBLE);
    turn();
    assertThat(arrivalOf("d1")).as("the newest").isEqualTo(4);
    assertThat(arrivalOf("d2")).as("what came while they were put in order").isEqualTo(3);
  }

  @Test
  void theTurnThatTakesNoteOfOneWriteBeginsTheNext() {
    rests = true;
    IntStream.range(0, DEVICES_PER_WRITE + 1).forEach(i -> see("d" + i));
    states.turn();
    given.remove().run();
    states.turn();
    given.remove().run();

    states.turn();

    assertThat(given).hasSize(1);
    assertThat(states.waiting()).isEqualTo(1);
  }

  @Test
  void atTheEndWhatIsBeingWrittenIsWaitedForAndWhatHasNotBegunIsLeft() {
    rests = true;
    see("d1");
    states.turn();
    given.remove().run();
    states.turn();
    given.remove().run();
    see("d2");
    states.writeRest();
    assertThat(store.writes).containsExactly(1, 1);

    see("d1");
    pass(INTERVAL);
    states.turn();
    given.remove().run();
    states.turn();
    states.writeRest();
    given.remove().run();
    assertThat(store.attempts).as("its lane has ended").isEqualTo(2);
    assertThat(states.waiting()).isEqualTo(1);
  }

  @Test
  void whatIsNotTakenWaitsAndIsMergedWithWhatComes() {
    for (RuntimeException failure :
        List.of(
            failure(StoreException.Kind.TRANSIENT),
            failure(StoreException.Kind.HOLD),
            new IllegalStateException("ours"))) {
      store.failure = failure;
      store.attempts = 0;
      see("d1");
      see("d2");
      pass(INTERVAL);
      turn();
      see("d1");
      pass(PAUSE_AFTER_TROUBLE.minusNanos(1));
      turn();
      assertThat(store.attempts).as("the lane is spared for a while").isEqualTo(1);

      store.failure = null;
      pass(Duration.ofNanos(1));
      turn();
      assertThat(arrivalOf("d1")).isEqualTo(arrivals);
      assertThat(arrivalOf("d2")).isEqualTo(arrivals - 1);
    }
    assertThat(counts.refused).isZero();
  }

  @Test
  void aRowThatIsRefusedIsDroppedAndNoOther() {
    store.poison.add(key("d234"));
    store.poison.add(key("d999"));
    IntStream.range(0, DEVICES_PER_WRITE).forEach(i -> see("d" + i));

    turn();

    assertThat(store.devices)
        .hasSize(DEVICES_PER_WRITE - 2)
        .doesNotContainKeys(key("d234"), key("d999"));
    assertThat(counts.refused).isEqualTo(2);
    assertThat(counts.written).isEqualTo(DEVICES_PER_WRITE - 2);
    assertThat(states.waiting()).isZero();
  }

  @Test
  void whereAllRowsAreRefusedATurnTriesSoManyAndPauses() {
    IntStream.range(0, 1_000).forEach(i -> store.poison.add(key("d" + i)));
    IntStream.range(0, 1_000).forEach(i -> see("d" + i));

    turn();
    turn();
    assertThat(store.attempts).isEqualTo(MOST_REFUSALS + 1);

    int turns = 1;
    for (; counts.refused < 1_000; turns++) {
      pass(PAUSE_AFTER_TROUBLE);
      turn();
    }
    assertThat(counts.refused).isEqualTo(1_000);
    assertThat(turns).isLessThan(100);
  }

  @Test
  void theRestIsWrittenWhenTheLaneEndsUnlessTheDatabaseIsInTrouble() {
    see("d1");
    turn();
    IntStream.range(0, DEVICES_PER_WRITE + 1).forEach(i -> see("e" + i));
    states.writeRest();
    assertThat(store.writes).containsExactly(1, DEVICES_PER_WRITE, 1);

    store.failure = failure(StoreException.Kind.TRANSIENT);
    store.attempts = 0;
    see("d1");
    states.writeRest();
    states.writeRest();
    assertThat(store.attempts).isEqualTo(1);
  }

  private void see(String device) {
    states.record(batch(accepted(device)));
  }

  private void turn() {
    states.turn();
  }

  private DeviceStates states(Duration interval) {
    return states(store, interval);
  }

  private DeviceStates states(DeviceStateStore where, Duration interval) {
    Executor worker =
        task -> {
          given.add(task);
          if (!rests) {
            given.remove().run();
          }
        };
    return new DeviceStates("TELEMETRY-0", where, worker, worker, interval, counts, () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private DeviceSeen state(String device) {
    return Objects.requireNonNull(store.devices.get(key(device)), device);
  }

  private long arrivalOf(String device) {
    return state(device).seenMicros();
  }

  private Judged accepted(String device) {
    return accepted(device, Double.NaN, Double.NaN);
  }

  private Judged accepted(String device, double latitude, double longitude) {
    return judged(
        new Accepted(
            new TelemetryMessage(
                new Topic("t1", device, "telemetry"),
                "s1",
                0,
                null,
                null,
                null,
                Slice.of(new byte[0]),
                Slice.EMPTY_OBJECT,
                latitude,
                longitude)));
  }

  private Judged judged(Verdict verdict) {
    return new Judged(FakeStreams.envelope(1, ++arrivals * 1_000, ""), verdict);
  }

  private static Batch batch(Judged... messages) {
    return new Batch(Arrays.asList(messages), 0, SettingsSnapshot.DEFAULTS, tenant -> true);
  }

  private static DeviceKey key(String device) {
    return new DeviceKey("t1", device);
  }

  private static StoreException failure(StoreException.Kind kind) {
    return new StoreException(kind, "57P01", "away", null);
  }

  private static final class Counts extends NoObserver {
    int written;
    int refused;
    int ignored;

    @Override
    public void statesWritten(String stream, int devices) {
      written += devices;
    }

    @Override
    public void stateRefused(String stream) {
      refused++;
    }

    @Override
    public void locationsIgnored(String stream, int messages) {
      ignored += messages;
    }
  }
}

package dev.weir.ingest.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Envelope;
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
import dev.weir.ingest.fakes.NoObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceStatesTest {

  private static final long SECOND = 1_000_000_000L;

  private final List<DeviceSeen> written = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private StoreException.@Nullable Kind failure;
  private String forbidden = "none";
  private long now = 77;
  private long ignored;

  private final DeviceStateStore store =
      seen -> {
        if (failure != null) {
          throw new StoreException(failure, "08006", "away", null);
        }
        if (seen.stream().anyMatch(one -> one.key().deviceId().equals(forbidden))) {
          throw new StoreException(StoreException.Kind.POISON, "23514", "refused", null);
        }
        sizes.add(seen.size());
        written.addAll(seen);
      };

  private final DeviceStates states =
      new DeviceStates(
          store,
          Duration.ofSeconds(5),
          new NoObserver() {
            @Override
            public void locationsIgnored(long messages) {
              ignored += messages;
            }
          },
          () -> now);

  @Test
  void theFirstSightIsWrittenAtOnceAndTheNextAfterTheInterval() {
    states.record(batch(seen("d1", "telemetry", 10)));
    states.writeIfDue();
    assertThat(written).hasSize(1);

    states.record(batch(seen("d1", "heartbeat", 11), seen("d1", "telemetry", 12)));
    now += 5 * SECOND - 1;
    states.writeIfDue();
    assertThat(written).hasSize(1);
    now += 1;
    states.writeIfDue();
    assertThat(written).hasSize(2);
    assertThat(written.get(1).seenMicros()).isEqualTo(12);
    assertThat(written.get(1).telemetryMicros()).isEqualTo(12);
    assertThat(written.get(1).heartbeatMicros()).isEqualTo(11);
    now += 60 * SECOND;
    states.writeIfDue();
    assertThat(written).as("nothing is new").hasSize(2);
  }

  @Test
  void whatWasRefusedWasNotSeen() {
    states.record(
        batch(judged("d1", "telemetry", 10, new Rejected(RejectReason.TOKEN_INVALID, "no", "t1"))));
    states.writeIfDue();
    assertThat(written).isEmpty();
  }

  @Test
  void manyDevicesAreWrittenABoundedNumberAtATime() {
    states.record(
        batch(
            IntStream.range(0, 12_000)
                .mapToObj(i -> seen("d" + i, "telemetry", 10))
                .toArray(Judged[]::new)));
    states.writeIfDue();
    states.record(batch(seen("d1", "telemetry", 11)));
    states.writeIfDue();
    states.writeIfDue();
    states.writeIfDue();
    assertThat(sizes).containsExactly(5_000, 5_000, 2_000);
    now += 5 * SECOND;
    states.writeIfDue();
    assertThat(sizes).containsExactly(5_000, 5_000, 2_000, 1);
  }

  @Test
  void whatCannotBeWrittenIsKept() {
    failure = StoreException.Kind.TRANSIENT;
    states.record(batch(seen("d1", "telemetry", 10)));
    states.writeIfDue();
    states.record(batch(seen("d1", "telemetry", 11), seen("d2", "telemetry", 11)));
    assertThat(states.waiting()).isEqualTo(3);

    failure = null;
    states.writeIfDue();
    assertThat(written).as("not at every turn").isEmpty();
    now += SECOND;
    states.writeIfDue();
    now += 5 * SECOND;
    states.writeIfDue();
    assertThat(written).extracting(DeviceSeen::seenMicros).containsExactly(10L, 11L, 11L);
    assertThat(states.waiting()).isZero();
  }

  @Test
  void aRowThatIsForbiddenKeepsNoOthersBack() {
    forbidden = "d7";
    states.record(
        batch(
            IntStream.range(0, 100)
                .mapToObj(i -> seen("d" + i, "telemetry", 10))
                .toArray(Judged[]::new)));
    states.writeIfDue();
    assertThat(written).hasSize(99);
    assertThat(states.waiting()).isZero();
  }

  @Test
  void allIsWrittenAtTheEnd() {
    states.record(batch(seen("d1", "telemetry", 10)));
    states.writeIfDue();
    states.record(batch(seen("d1", "telemetry", 11), seen("d2", "telemetry", 11)));
    states.writeAll();
    assertThat(written).hasSize(3);
    failure = StoreException.Kind.HOLD;
    states.record(batch(seen("d1", "telemetry", 12)));
    states.writeAll();
    assertThat(states.waiting()).isEqualTo(1);
  }

  @Test
  void whateverTheOrderTheStateIsTheSame() {
    List<Judged> messages = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double degrees = i % 3 == 0 ? Double.NaN : i;
      messages.add(located("d1", i % 2 == 0 ? "telemetry" : "heartbeat", i, 100 - i, degrees));
    }
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(messages, new Random(seed));
      states.record(batch(messages.toArray(Judged[]::new)));
      states.writeAll();
    }
    assertThat(written).hasSize(50).containsOnly(written.getFirst());
    assertThat(written.getFirst().seenMicros()).isEqualTo(39);
    assertThat(written.getFirst().telemetryMicros()).isEqualTo(38);
    assertThat(written.getFirst().heartbeatMicros()).isEqualTo(39);
  }

  @Test
  void placesThatAreNoneAreIgnoredAndCounted() {
    double[][] places = {
      {90, 180},
      {-90, -180},
      {90.1, 0},
      {0, 180.1},
      {Double.POSITIVE_INFINITY, 0},
      {0, Double.NaN},
      {Double.NaN, 0},
      {Double.NaN, Double.NaN}
    };
    for (int i = 0; i < places.length; i++) {
      states.record(batch(place("d" + i, places[i][0], places[i][1])));
    }
    states.writeAll();
    assertThat(ignored).isEqualTo(5);
    assertThat(written.stream().filter(DeviceSeen::isLocated)).hasSize(2);
    assertThat(written).hasSize(8);
  }

  private static Judged place(String device, double latitude, double longitude) {
    return judged(
        device,
        "telemetry",
        10,
        new Accepted(message(device, "telemetry", 10, latitude, longitude)));
  }

  private static Judged located(
      String device, String msgType, long arrival, long time, double degrees) {
    return judged(
        device, msgType, arrival, new Accepted(message(device, msgType, time, degrees, degrees)));
  }

  private static Judged seen(String device, String msgType, long arrival) {
    return located(device, msgType, arrival, arrival, Double.NaN);
  }

  private static TelemetryMessage message(
      String device, String msgType, long time, double latitude, double longitude) {
    return new TelemetryMessage(
        new Topic("t1", device, msgType),
        "s1",
        time,
        null,
        null,
        null,
        Slice.EMPTY_OBJECT,
        latitude,
        longitude);
  }

  private static Judged judged(String device, String msgType, long arrival, Verdict verdict) {
    return new Judged(
        new Envelope(
            1,
            arrival * 1_000,
            "t1",
            "tenant/t1/device/" + device + '/' + msgType,
            null,
            null,
            -1,
            new byte[0]),
        verdict);
  }

  private static Batch batch(Judged... messages) {
    return new Batch(List.of(messages), 0, SettingsSnapshot.DEFAULTS, tenant -> true);
  }
}

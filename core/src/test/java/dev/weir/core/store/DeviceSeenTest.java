package dev.weir.core.store;

import static dev.weir.core.message.Envelopes.ARRIVAL_MICROS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.message.Envelopes;
import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceSeenTest {

  private static final DeviceKey KEY = new DeviceKey("t1", "d1");

  @ParameterizedTest
  @CsvSource({"telemetry, true, false", "heartbeat, false, true", "event, false, false"})
  void aMessageTellsByItsType(String msgType, boolean telemetry, boolean heartbeat) {
    DeviceSeen seen = seen(msgType, ARRIVAL_MICROS, Double.NaN, Double.NaN);

    assertThat(seen)
        .isEqualTo(
            new DeviceSeen(
                KEY,
                "s1",
                ARRIVAL_MICROS,
                telemetry ? ARRIVAL_MICROS : 0,
                heartbeat ? ARRIVAL_MICROS : 0,
                Double.NaN,
                Double.NaN,
                0));
  }

  @ParameterizedTest
  @CsvSource({"-5, -5", "0, 0", "5, 0"})
  void aLocationIsOfTheReadingsTimeButNoLaterThanItsArrival(long after, long located) {
    DeviceSeen seen = seen("telemetry", ARRIVAL_MICROS + after, 1.5, 2.5);

    assertThat(seen.latitude()).isEqualTo(1.5);
    assertThat(seen.longitude()).isEqualTo(2.5);
    assertThat(seen.locationMicros()).isEqualTo(ARRIVAL_MICROS + located);
    assertThat(seen.seenMicros()).isEqualTo(ARRIVAL_MICROS);
  }

  @ParameterizedTest
  @CsvSource({"1.5, Infinity", "Infinity, 1.5", "1.5, NaN", "NaN, 1.5", "NaN, NaN"})
  void halfALocationIsNone(double latitude, double longitude) {
    DeviceSeen seen = seen("telemetry", ARRIVAL_MICROS, latitude, longitude);

    assertThat(seen.hasLocation()).isFalse();
    assertThat(seen.latitude()).isNaN();
    assertThat(seen.longitude()).isNaN();
    assertThat(seen.locationMicros()).isZero();
  }

  /** Few values, so that many sightings tie in some part and differ in another. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void inAnyOrderAndGroupingTheResultIsTheSame(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<DeviceSeen> sightings =
          IntStream.range(0, 1 + random.nextInt(8)).mapToObj(i -> any(random)).toList();
      DeviceSeen expected = sightings.stream().reduce(DeviceSeen::merge).orElseThrow();

      assertThat(inPairs(sightings, random)).as("%s", sightings).isEqualTo(expected);
      assertThat(expected.merge(sightings.getFirst())).as("idempotent").isEqualTo(expected);
      assertThat(expected.seenMicros())
          .isEqualTo(sightings.stream().mapToLong(DeviceSeen::seenMicros).max().orElseThrow());
      assertThat(expected.locationMicros())
          .isEqualTo(sightings.stream().mapToLong(DeviceSeen::locationMicros).max().orElseThrow());
    }
  }

  private static DeviceSeen inPairs(List<DeviceSeen> sightings, Random random) {
    List<DeviceSeen> left = new ArrayList<>(sightings);
    while (left.size() > 1) {
      Collections.shuffle(left, random);
      DeviceSeen one = left.removeLast();
      left.add(one.merge(left.removeLast()));
    }
    return left.getFirst();
  }

  private static DeviceSeen any(Random random) {
    boolean located = random.nextBoolean();
    return new DeviceSeen(
        KEY,
        "s" + random.nextInt(3),
        1 + random.nextInt(3),
        random.nextInt(3),
        random.nextInt(3),
        located ? random.nextInt(2) : Double.NaN,
        located ? random.nextInt(2) : Double.NaN,
        located ? 1 + random.nextInt(3) : 0);
  }

  private static DeviceSeen seen(
      String msgType, long timeMicros, double latitude, double longitude) {
    return DeviceSeen.of(
        Envelopes.nativeForm("{}"),
        new TelemetryMessage(
            new Topic("t1", "d1", msgType),
            "s1",
            timeMicros,
            null,
            null,
            null,
            Slice.of(new byte[0]),
            Slice.EMPTY_OBJECT,
            latitude,
            longitude));
  }
}

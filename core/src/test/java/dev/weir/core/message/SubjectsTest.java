package dev.weir.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTest {

  /** Computed elsewhere, by Python's {@code zlib.crc32}; most exceed 2^31. */
  @ParameterizedTest
  @CsvSource({
    "t1, d1, 3787030930",
    "t1, d2, 2024853544",
    "a.b, c:d@e=f-g_h, 2793708750",
    "T, D, 4149863066",
    "0, 0, 4025431107",
    "acme, sensor-0001, 3563244903",
  })
  void partitionIsTheUnsignedCrc32(String tenant, String device, long crc) {
    for (int partitions : new int[] {1, 2, 3, 4, 7, 16, 1_000, Integer.MAX_VALUE}) {
      assertThat(Subjects.partition(tenant, device, partitions)).isEqualTo(crc % partitions);
    }
  }

  @Test
  void namesSubjects() {
    assertThat(Subjects.telemetry("t1", "d1", 4)).isEqualTo("telemetry.2.t1");
    assertThat(Subjects.telemetry("t1", "d1", 1)).isEqualTo("telemetry.0.t1");
    // the device is hashed as it is, the tenant too: only the subject's token is encoded
    assertThat(Subjects.telemetry("a.b", "c:d@e=f-g_h", 16)).isEqualTo("telemetry.14.a%2Eb");
    assertThat(Subjects.telemetry("t1")).isEqualTo("telemetry.t1");
    assertThat(Subjects.telemetry("..")).isEqualTo("telemetry.%2E%2E");
    assertThat(Subjects.partitionStream(3)).isEqualTo("TELEMETRY-3");
  }

  @Test
  void noTenantIsCalledAsOneThatCannotBeRead() {
    assertThat(Topic.isId(Subjects.UNREADABLE_TENANT)).isFalse();
    assertThat(Topic.isId("a%2Eb")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TELEMETRY", "TELEMETRY-0", "TELEMETRY-15", "TELEMETRY-999999999"})
  void knowsTelemetryStreams(String stream) {
    assertThat(Subjects.isTelemetryStream(stream)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "TELEMETRY-",
        "TELEMETRY-x",
        "TELEMETRY--1",
        "TELEMETRY-1a",
        "TELEMETRY-٣",
        "TELEMETRY1",
        "TELEMETRY-1234567890",
        "telemetry-1",
        "ROUTES",
        "XTELEMETRY",
        "TELEMETRY-1 "
      })
  void knowsOtherStreams(String stream) {
    assertThat(Subjects.isTelemetryStream(stream)).isFalse();
  }
}

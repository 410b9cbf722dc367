package dev.weir.core.payload;

import static dev.weir.core.payload.Reading.micros;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimestampTest {

  /** The second column is read by the JDK. */
  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:30:15Z, 2026-01-31T12:30:15Z",
    "2026-01-31T12:30:15, 2026-01-31T12:30:15Z",
    "2026-01-31 12:30:15, 2026-01-31T12:30:15Z",
    "2026-01-31t12:30:15z, 2026-01-31T12:30:15Z",
    "2026-01-31T12:30, 2026-01-31T12:30:00Z",
    "2026-01-31T12:30Z, 2026-01-31T12:30:00Z",
    "2026-01-31T12:30+01:00, 2026-01-31T12:30:00+01:00",
    "2026-01-31T12:30:15.1, 2026-01-31T12:30:15.1Z",
    "2026-01-31T12:30:15.123456, 2026-01-31T12:30:15.123456Z",
    "2026-01-31T12:30:15.123456789Z, 2026-01-31T12:30:15.123456Z",
    "2026-01-31T12:30:15.999999999999Z, 2026-01-31T12:30:15.999999Z",
    "'2026-01-31T12:30:15,5Z', 2026-01-31T12:30:15.5Z",
    "2026-01-31T12:30:15.000000Z, 2026-01-31T12:30:15Z",
    "2026-01-31T23:30:00+14:00, 2026-01-31T23:30:00+14:00",
    "2026-01-31T23:30:00-12:00, 2026-01-31T23:30:00-12:00",
    "2026-01-31T23:30:00+0530, 2026-01-31T23:30:00+05:30",
    "2026-01-31T23:30:00+05, 2026-01-31T23:30:00+05:00",
    "2026-01-31T23:30:00-00:00, 2026-01-31T23:30:00Z",
    "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
    "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
    "2025-12-31T23:59:59.999999Z, 2025-12-31T23:59:59.999999Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59.9999999Z, 1969-12-31T23:59:59.999999Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+01:00, 0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59-18:00, 9999-12-31T23:59:59-18:00",
    // leap years, and the day before and after
    "2000-02-28T23:59:59.999999Z, 2000-02-28T23:59:59.999999Z",
    "2000-03-01T00:00:00Z, 2000-03-01T00:00:00Z",
    "2100-02-28T23:59:59Z, 2100-02-28T23:59:59Z",
    "2400-02-29T12:00:00Z, 2400-02-29T12:00:00Z",
    "0000-02-29T00:00:00Z, 0000-02-29T00:00:00Z",
    "2024-02-29T23:30:00-01:00, 2024-03-01T00:30:00Z",
    "2024-03-01T00:30:00+01:00, 2024-02-29T23:30:00Z",
    // the widest offsets there are, and the widest that are read
    "2026-01-31T23:30:00-14:00, 2026-02-01T13:30:00Z",
    "2026-01-31T00:00:00+23:59, 2026-01-30T00:01:00Z",
    "2026-01-31T00:00:00-23:59, 2026-01-31T23:59:00Z",
    "2026-01-31T00:00:00+0000, 2026-01-31T00:00:00Z",
    "2026-01-31T00:00:00-00, 2026-01-31T00:00:00Z",
    "2026-01-31T00:00:00.5-00:01, 2026-01-31T00:01:00.5Z",
    // an offset may lead out of the years that can be written
    "0000-01-01T00:00:00+00:01, -0001-12-31T23:59:00Z",
    "9999-12-31T23:59:59.999999-23:59, +10000-01-01T23:58:59.999999Z",
    // cut, never rounded, on either side of 1970
    "2026-01-31T12:30:15.0000009Z, 2026-01-31T12:30:15Z",
    "1969-12-31T23:59:59.0000009Z, 1969-12-31T23:59:59Z",
    "2026-01-31T12:30:15.9999999999999999999999999999999999999999999Z, 2026-01-31T12:30:15.999999Z",
  })
  void readsIso8601(String text, OffsetDateTime expected) {
    long micros =
        Math.addExact(
            Math.multiplyExact(expected.toEpochSecond(), 1_000_000L), expected.getNano() / 1_000);

    assertThat(micros('"' + text + '"')).isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "1769860800",
        "2026-01-31",
        "2026-01-31T12",
        "2026-01-31T12:",
        "2026-01-31T12:30:",
        "2026-01-31T12:30:1",
        "2026-01-31T12:30:15.",
        "2026-01-31T12:30:15.Z",
        "2026-01-31T12:30.5Z",
        "2026-01-31T24:00Z",
        "2026-01-31T23:60:00Z",
        "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2024-02-30T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-32T00:00:00Z",
        "-2026-01-31T12:30:15Z",
        "+2026-01-31T12:30:15Z",
        "12026-01-31T12:30:15Z",
        "026-01-31T12:30:15ZZ",
        "2026/01/31T12:30:15Z",
        "2026-01-31_12:30:15Z",
        "2026-01-31T12.30.15Z",
        "2026-01-31T12:30:15ZZ",
        "2026-01-31T12:30:15Z+01:00",
        "2026-01-31T12:30:15 Z",
        "2026-01-31T12:30:15 +01:00",
        "2026-01-31T12:30:15+",
        "2026-01-31T12:30:15+1",
        "2026-01-31T12:30:15+01:",
        "2026-01-31T12:30:15+01:0",
        "2026-01-31T12:30:15+01:60",
        "2026-01-31T12:30:15+24:00",
        "2026-01-31T12:30:15+01:00:00",
        "2026-01-31T12:30:15+01:00[Europe/Berlin]",
        "2026-01-31T12:30:15-24:00",
        "2026-01-31T12:30:15+0100:00",
        "2026-01-31T12:30:15+001:00",
        "2026-01-31T12:30:15+-1:00",
        "2026-01-31T12:30:15\u221201:00",
        "2026-01-31T12:30:15.5.5Z",
        "2026-01-31T12:30:15.-5Z",
        "2026-01-31TT12:30:15Z",
        "2026-01-31T12:30:15UTC",
        "2026-01-31T12:30:15 UTC",
        " 2026-01-31T12:30:15Z",
        "2026-01-31T12:30:15Z ",
        "2026-01-31T12:30:1\u0665Z",
        "２０２６-01-31T12:30:15Z",
        "2026-01-31T12:30:15.12345678901234567890123456789012345678901234567890Z",
      })
  void refusesOtherText(String text) {
    assertThat(micros('"' + text + '"')).isNull();
  }

  /**
   * ISO 8601 knows these too. PostgreSQL has no place for a 61st second, which no clock of a device
   * shows when it should, and a form that is read two ways helps nobody.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2016-12-31T23:59:60Z",
        "2016-12-31T23:59:60.5Z",
        "2017-01-01T00:59:60+01:00",
        "2026-01-31T24:00:00Z",
        "20260131T123000Z",
        "20260131T1230Z",
        "2026-01-31T123000Z",
        "20260131T12:30:00Z",
        "2026-W05-6T12:30:00Z",
        "2026W056T123000Z",
        "2026-031T12:30:00Z",
        "2026-01T12:30:00.000Z",
        "--01-31T12:30:00.000Z",
        "+002026-01-31T12:30:00Z",
        "2026-01-31T12.5000000Z",
        "2026-01-31T12:30:00Z/PT1H",
        "P0001-01-01T00:00:00",
        "Sat, 31 Jan 2026 12:30:00 GMT",
      })
  void refusesFormsThatAreNotTheExtendedOne(String text) {
    assertThat(micros('"' + text + '"')).isNull();
  }

  @Test
  void agreesWithTheJdkOnTimesOfAnyForm() {
    Random random = new Random(20_260_131);
    for (int i = 0; i < 50_000; i++) {
      String text = IsoReference.time(random);
      assertThat(micros('"' + text + '"'))
          .as(text)
          .isEqualTo(IsoReference.micros(text))
          .isNotNull();
    }
  }

  @Test
  void agreesWithTheJdkOnTimesWithAFault() {
    Random random = new Random(20_260_131);
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      String text = IsoReference.spoiled(IsoReference.time(random), random);
      Long expected = IsoReference.micros(text);
      assertThat(micros('"' + text + '"')).as(text).isEqualTo(expected);
      refused += expected == null ? 1 : 0;
    }
    assertThat(refused).isBetween(100_000, 190_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false", "[1769860800]", "{}", "\"\\u0000\"", "\"\\ud800\""})
  void refusesWhatIsNeitherTextNorNumber(String value) {
    assertThat(micros(value)).isNull();
  }
}

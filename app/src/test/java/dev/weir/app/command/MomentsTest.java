package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be typed for a point in time; what may not is in {@link CommandsTest}. */
final class MomentsTest {

  @ParameterizedTest
  @CsvSource({
    "1970-01-01, 1970-01-01T00:00:00Z",
    "2026-12-31, 2026-12-31T00:00:00Z",
    "2026-12-31T12:00Z, 2026-12-31T12:00:00Z",
    "2026-12-31T12:00:00+02:00, 2026-12-31T10:00:00Z",
    "2026-12-31T12:00:00.123456789Z, 2026-12-31T12:00:00.123456Z",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
  })
  void datesAndInstants(String text, Instant moment) {
    assertThat(Moments.read("--end", text)).isEqualTo(moment);
  }

  @Test
  void nothingIsNothing() {
    assertThat(Moments.read("--end", null)).isNull();
  }
}

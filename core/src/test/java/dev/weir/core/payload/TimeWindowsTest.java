package dev.weir.core.payload;

import static dev.weir.core.message.Envelopes.ARRIVAL_MICROS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Envelopes;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The windows before and after the arrival: at the bound, and a microsecond past it. */
class TimeWindowsTest {

  private static final long SECOND = 1_000_000;
  private static final long FAR = 1_000_000_000_000_000_000L;

  private final MessageReader reader = new MessageReader();

  @ParameterizedTest
  @CsvSource({
    // future, past; in seconds
    "300, 2592000",
    "0, 0",
    "1, 1",
    "0, 3155760000",
    "3155760000, 0",
    "86400, 1769860800",
  })
  void theBoundIsInsideInEveryForm(long future, long past) {
    SettingsSnapshot settings = new SettingsSnapshot(windows(future, past), Map.of());

    assertOutcome(settings, "t1", ARRIVAL_MICROS + future * SECOND, "ACCEPTED");
    assertOutcome(settings, "t1", ARRIVAL_MICROS + future * SECOND + 1, "TIMESTAMP_IN_FUTURE");
    assertOutcome(settings, "t1", ARRIVAL_MICROS - past * SECOND, "ACCEPTED");
    assertOutcome(settings, "t1", ARRIVAL_MICROS - past * SECOND - 1, "TIMESTAMP_TOO_OLD");
  }

  @Test
  void eachTenantHasItsOwn() {
    SettingsSnapshot settings =
        new SettingsSnapshot(
            windows(300, 2_592_000),
            Map.of("strict", windows(10, 60), "generous", windows(86_400, 3_155_760_000L)));

    Map.of(
            "strict",
            windows(10, 60),
            "generous",
            windows(86_400, 3_155_760_000L),
            "t1",
            windows(300, 2_592_000))
        .forEach((tenant, own) -> {
          long latest = ARRIVAL_MICROS + own.maxFutureSeconds() * SECOND;
          long earliest = ARRIVAL_MICROS - own.maxAgeSeconds() * SECOND;
          assertOutcome(settings, tenant, latest, "ACCEPTED");
          assertOutcome(settings, tenant, latest + 1, "TIMESTAMP_IN_FUTURE");
          assertOutcome(settings, tenant, earliest, "ACCEPTED");
          assertOutcome(settings, tenant, earliest - 1, "TIMESTAMP_TOO_OLD");
        });
  }

  /** What is cut away decides nothing: a nanosecond past the bound is at the bound. */
  @Test
  void timesAreCutBeforeTheyAreJudged() {
    SettingsSnapshot settings = SettingsSnapshot.DEFAULTS;
    Instant latest = Instant.EPOCH.plus(ARRIVAL_MICROS + 300 * SECOND, ChronoUnit.MICROS);

    assertThat(outcome(settings, "t1", quoted(latest.plusNanos(999)))).isEqualTo("ACCEPTED");
    assertThat(outcome(settings, "t1", quoted(latest.plusNanos(1_000))))
        .isEqualTo("TIMESTAMP_IN_FUTURE");
  }

  @ParameterizedTest
  @CsvSource({
    "1e15, TIMESTAMP_IN_FUTURE",
    "-1e15, TIMESTAMP_TOO_OLD",
    "1e999999999, TIMESTAMP_IN_FUTURE",
    "-9223372036854775809, TIMESTAMP_TOO_OLD",
    "99999999999, TIMESTAMP_IN_FUTURE",
    "100000000000, TIMESTAMP_TOO_OLD",
    "0, TIMESTAMP_TOO_OLD",
    "'\"9999-12-31T23:59:59.999999-23:59\"', TIMESTAMP_IN_FUTURE",
    "'\"0000-01-01T00:00:00+23:59\"', TIMESTAMP_TOO_OLD",
    "'\"0001-01-01T00:00:00Z\"', TIMESTAMP_TOO_OLD",
  })
  void whatIsFarAwayIsATimeAllTheSame(String ts, String reason) {
    assertThat(outcome(SettingsSnapshot.DEFAULTS, "t1", ts)).isEqualTo(reason);
  }

  private void assertOutcome(
      SettingsSnapshot settings, String tenant, long micros, String expected) {
    for (String ts : forms(micros)) {
      assertThat(outcome(settings, tenant, ts)).as("%s of %s", ts, tenant).isEqualTo(expected);
    }
  }

  /** The same moment as text, in two zones, and as a number, in the units that can tell it. */
  private static List<String> forms(long micros) {
    Instant moment = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    List<String> forms = new ArrayList<>();
    forms.add(quoted(moment));
    forms.add('"' + moment.atOffset(ZoneOffset.ofHoursMinutes(5, 30)).toString() + '"');
    forms.add(BigDecimal.valueOf(micros, 6).toPlainString());
    if (Math.abs(micros) >= 100_000_000_000_000L && Math.abs(micros) < FAR) {
      forms.add(BigDecimal.valueOf(micros, 3).toPlainString());
    }
    return forms;
  }

  private static String quoted(Instant moment) {
    return '"' + moment.toString() + '"';
  }

  private String outcome(SettingsSnapshot settings, String tenant, String ts) {
    String topic = "tenant/" + tenant + "/device/d1/telemetry";
    String payload = Reading.payload("\"ts\":" + ts);
    String inTopic =
        Reading.outcome(
            reader.read(
                new Envelopes.Builder().subjectTenant(tenant).topic(topic).body(payload).build(),
                settings));
    String body = "{\"topic\":\"" + topic + "\",\"payload\":" + payload + '}';
    assertThat(
            Reading.outcome(
                reader.read(
                    new Envelopes.Builder().subjectTenant(tenant).body(body).build(), settings)))
        .as("both forms")
        .isEqualTo(inTopic);
    return inTopic;
  }

  private static Settings windows(long futureSeconds, long pastSeconds) {
    return new Settings(5, 20, 0, 1_000, 8_192, 50, 128, futureSeconds, pastSeconds, true, 1_000);
  }
}

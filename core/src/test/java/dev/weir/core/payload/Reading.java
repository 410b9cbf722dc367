package dev.weir.core.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.json.JsonScanner;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.Envelopes;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short ways to read a message in a test; one reader for all, as a lane has it. */
final class Reading {

  private static final SettingsSnapshot LONG_PAYLOADS =
      new SettingsSnapshot(
          new Settings(5, 20, 0, 1_000, 1_000_000, 50, 128, 300, 2_592_000, true, 1_000), Map.of());

  private static final MessageReader READER = new MessageReader();

  private Reading() {}

  /** A payload that is good, with more members put in. */
  static String payload(String members) {
    String more = members.isEmpty() ? "" : "," + members;
    return "{\"site_id\":\"s1\",\"metrics\":{\"t\":1}" + more + "}";
  }

  static String metrics(String members) {
    return "{\"site_id\":\"s1\",\"metrics\":{" + members + "}}";
  }

  static Verdict read(Envelope envelope) {
    return READER.read(envelope, SettingsSnapshot.DEFAULTS);
  }

  static TelemetryMessage accepted(Envelope envelope) {
    Verdict verdict = read(envelope);
    assertThat(verdict).isInstanceOf(Accepted.class);
    return ((Accepted) verdict).message();
  }

  static TelemetryMessage accepted(String payload) {
    return accepted(Envelopes.nativeForm(payload));
  }

  static Rejected rejected(Envelope envelope) {
    return rejected(envelope, SettingsSnapshot.DEFAULTS);
  }

  static Rejected rejected(Envelope envelope, SettingsSnapshot settings) {
    Verdict verdict = READER.read(envelope, settings);
    assertThat(verdict).isInstanceOf(Rejected.class);
    return (Rejected) verdict;
  }

  /** The reason for which a payload is refused, or ACCEPTED. */
  static String outcome(String payload) {
    return outcome(read(Envelopes.nativeForm(payload)));
  }

  /** Likewise, for one that may be longer than the default. */
  static String outcomeOfLong(String payload) {
    return outcome(READER.read(Envelopes.nativeForm(payload), LONG_PAYLOADS));
  }

  static String outcome(Verdict verdict) {
    return switch (verdict) {
      case Accepted accepted -> "ACCEPTED";
      case Rejected rejected -> rejected.reason().name();
    };
  }

  /** A value of {@code ts} as it stands in JSON, in microseconds; null where it is no time. */
  static @Nullable Long micros(String value) {
    byte[] bytes = value.getBytes(UTF_8);
    JsonScanner scanner = new JsonScanner();
    scanner.reset(bytes, 0, bytes.length, 32);
    return Timestamps.micros(scanner.next(), scanner);
  }
}

package dev.weir.core.payload;

import static dev.weir.core.message.Envelopes.ARRIVAL_MICROS;
import static dev.weir.core.message.Envelopes.ARRIVAL_SECONDS;
import static dev.weir.core.message.Envelopes.TOPIC;
import static dev.weir.core.payload.Reading.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.TokenHash;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.Envelopes;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.Replay.Origin;
import dev.weir.core.message.Replay.Resolved;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.quarantine.QuarantineEvent;
import dev.weir.core.quarantine.QuarantineEvents;
import dev.weir.core.quarantine.QuarantinedMessage;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message of the quarantine that is judged again: it arrived a day before its replay. */
class ReplayedMessageTest {

  private static final long DAY_SECONDS = 86_400;
  private static final Origin ORIGIN =
      new Origin("TELEMETRY-1", 5, 6, ARRIVAL_MICROS - DAY_SECONDS * 1_000_000);

  private static final String MASKED = payload("\"provision_token\":\"***\"");

  @ParameterizedTest
  @CsvSource({
    // bounds of the replay's arrival, not of the first one
    "300, accepted",
    "301, TIMESTAMP_IN_FUTURE",
    "-2592000, accepted",
    "-2592001, TIMESTAMP_TOO_OLD"
  })
  void ageIsJudgedByTheArrivalOfTheReplay(long offset, String outcome) {
    assertThat(outcome(replay(payload("\"ts\":" + (ARRIVAL_SECONDS + offset)), null)))
        .isEqualTo(outcome.equals("accepted") ? Reading.outcome(payload("")) : outcome);
  }

  @Test
  void aReadingWithoutTimeKeepsItsFirstArrival() {
    assertThat(Reading.accepted(replay(payload(""), null)).timeMicros())
        .isEqualTo(ORIGIN.arrivalMicros());
  }

  @ParameterizedTest
  @CsvSource({"8192, true", "8193, false"})
  void sizeIsThatOfTheBytesThatArrived(long size, boolean accepted) {
    Envelope envelope =
        kept(new Resolved(7, ORIGIN, size, true, null), TOPIC, payload("")).inPlaceOf(wish("t1"));

    assertThat(Reading.read(envelope) instanceof Accepted).isEqualTo(accepted);
  }

  @Test
  void theHashStandsForTheToken() {
    byte[] hash = hash("secret");
    for (String payload : new String[] {MASKED, payload("")}) {
      TelemetryMessage message = Reading.accepted(replay(payload, hash));
      assertThat(TokenHash.of(message.token())).isEqualTo(hash);
    }
  }

  @Test
  void theMaskIsNeverAToken() {
    assertThat(Reading.accepted(replay(MASKED, null)).token()).isSameAs(ProvisionToken.MALFORMED);
    assertThat(Reading.accepted(replay(MASKED, new byte[31])).token())
        .isSameAs(ProvisionToken.MALFORMED);
    assertThat(Reading.accepted(replay(payload(""), null)).token()).isNull();
  }

  @Test
  void aWishThatFoundNothingIsRefused() {
    assertThat(Reading.read(wish("t.1".replace(".", "%2E"))))
        .isEqualTo(
            new Rejected(
                RejectReason.BAD_TOPIC_FORMAT,
                "Weir-Replay names no quarantined message of this tenant",
                "t.1"));
  }

  @Test
  void aBeginningIsRefused() {
    Resolved cut = new Resolved(7, ORIGIN, 9_000, false, null);

    assertThat(Reading.read(kept(cut, TOPIC, "{\"site").inPlaceOf(wish("t1"))))
        .isEqualTo(
            new Rejected(
                RejectReason.BAD_TOPIC_FORMAT,
                "only the beginning of quarantined message 7 is kept",
                "t1"));
  }

  @ParameterizedTest
  @CsvSource({
    "t1, t1, true",
    "t1, t2, false",
    "t%2E1, t%2E1, true",
    "%, %, true",
    "t%2F1, %, true",
    "t%2F1, t%2F1, false",
  })
  void onlyItsOwnTenantMayAskForIt(String subjectTenant, String token, boolean may) {
    Resolved replay = new Resolved(7, ORIGIN, 2, true, null);

    assertThat(
            new QuarantinedMessage(replay, subjectTenant, TOPIC, false, null, new byte[0])
                .isFor(token))
        .isEqualTo(may);
  }

  @Test
  void whatHadNoTopicIsNotReadAsAnEnvelope() {
    String inner = "{\"topic\":\"" + TOPIC + "\",\"payload\":" + payload("") + "}";
    Resolved replay = new Resolved(7, ORIGIN, inner.length(), true, null);

    assertThat(outcome(kept(replay, null, inner).inPlaceOf(wish("t1"))))
        .isEqualTo("BAD_TOPIC_FORMAT");
    Envelope envelope =
        new QuarantinedMessage(replay, "t1", null, true, null, "{".getBytes(UTF_8))
            .inPlaceOf(wish("t1"));
    assertThat(outcome(envelope)).isEqualTo("INVALID_JSON");
  }

  @Test
  void itsRefusalIsKeptAsTheFirstOneWas() {
    Resolved replay = new Resolved(7, ORIGIN, 1_234, true, hash("secret"));
    Envelope envelope = kept(replay, TOPIC, MASKED).inPlaceOf(wish("t1"));
    Rejected rejected = new Rejected(RejectReason.UNREGISTERED_DEVICE, "detail", "t1");

    QuarantineEvent event = QuarantineEvents.of(envelope, rejected);

    assertThat(event.tokenHash()).isEqualTo(hash("secret"));
    assertThat(event.bodySize()).isEqualTo(1_234);
    assertThat(event.username()).isEqualTo("t1/d1");
    assertThat(event.isWhole()).isTrue();
    assertThat(envelope.toString() + event.envelope().replay()).doesNotContain("[B@");
  }

  private static Envelope replay(String payload, byte @Nullable [] tokenHash) {
    Resolved replay = new Resolved(7, ORIGIN, payload.length(), true, tokenHash);
    return kept(replay, TOPIC, payload).inPlaceOf(wish("t1"));
  }

  private static QuarantinedMessage kept(Resolved replay, @Nullable String topic, String body) {
    return new QuarantinedMessage(replay, "t1", topic, false, "t1/d1", body.getBytes(UTF_8));
  }

  private static String outcome(Envelope envelope) {
    return Reading.outcome(Reading.read(envelope));
  }

  private static Envelope wish(String subjectTenant) {
    return new Envelopes.Builder().subjectTenant(subjectTenant).build().asking(7);
  }

  private static byte @Nullable [] hash(String token) {
    return TokenHash.of(new ProvisionToken(token));
  }
}

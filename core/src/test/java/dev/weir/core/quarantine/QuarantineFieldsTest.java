package dev.weir.core.quarantine;

import static dev.weir.core.message.Envelopes.TOPIC;
import static dev.weir.core.message.Envelopes.nativeForm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Envelopes;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The columns beside the body. */
class QuarantineFieldsTest {

  @ParameterizedTest
  @EnumSource
  void carriesEveryReason(RejectReason reason) {
    QuarantineEvent event =
        QuarantineEvents.of(nativeForm("{}"), new Rejected(reason, "wh\u0000y", "t1"));

    assertThat(event.reason()).isEqualTo(reason);
    assertThat(event.detail()).isEqualTo("wh\\u0000y");
    assertThat(event.envelope().seq()).isOne();
  }

  @ParameterizedTest
  @CsvSource({
    "tenant/t1/device/d1/telemetry, d1, telemetry",
    "tenant/t1/device/d1/Telemetry,,",
    "tenant/t1/device,,",
    "tenant/t 1/device/d1/x,,",
    "nonsense,,",
    "'',,",
  })
  void tellsWhatTheTopicTells(String topic, String device, String msgType) {
    QuarantineEvent event = event(topic, "{}");

    assertThat(event.topic()).isEqualTo(topic);
    assertThat(event.deviceId()).isEqualTo(device);
    assertThat(event.msgType()).isEqualTo(msgType);
  }

  @Test
  void belongsToWhomTheVerdictCountsItTo() {
    Rejected rejected = new Rejected(RejectReason.INVALID_JSON, "detail", "t2");

    assertThat(QuarantineEvents.of(nativeForm("{}"), rejected).tenantId()).isEqualTo("t2");
    assertThat(event("tenant/t1/device/d1/x", "{}").tenantId()).isNull();
  }

  @Test
  void aTopicOfAnyKindCanBeStored() {
    assertThat(event("a\u0000b\ud800\u202ec", "{}").topic()).isEqualTo("a\\u0000b\\ud800\\u202ec");
    assertThat(event("x".repeat(600), "{}").topic()).hasSize(512);
    assertThat(QuarantineEvents.of(Envelopes.envelopeForm("{}"), rejected()).topic()).isNull();
  }

  @Test
  void aLongDetailIsCut() {
    Rejected rejected = new Rejected(RejectReason.WRITE_REJECTED, "d".repeat(501), "t1");

    assertThat(QuarantineEvents.of(nativeForm("{}"), rejected).detail()).hasSize(500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|",
        "{\"ts\":1.5}|1500000",
        "{\"t\\u0073\":1.5}|1500000",
        "{\"ts\":\"1970-01-01T00:00:01Z\"}|1000000",
        "{\"ts\":1,\"ts\":\"soon\"}|",
        "{\"ts\":1,\"ts\":null}|",
        "{\"a\":{\"ts\":1}}|",
        "[{\"ts\":1}]|",
        // the years 1 to 9999
        "{\"ts\":\"0001-01-01T00:00:00Z\"}|-62135596800000000",
        "{\"ts\":\"0000-12-31T23:59:59.999999Z\"}|",
        "{\"ts\":\"9999-12-31T23:59:59.999999Z\"}|253402300799999999",
        "{\"ts\":\"9999-12-31T23:59:59.999999-00:01\"}|",
        "{\"ts\":253402300800}|253402300800000",
        "{\"ts\":253402300799999.999}|253402300799999999",
        "{\"ts\":253402300800000}|",
        "{\"ts\":1e99}|",
        "{\"ts\":-1e99}|",
        // as far as it is JSON
        "{\"ts\":1,|1000000",
        "{\"ts\":|",
      })
  void tellsTheTimeOfTheReading(String body, Long micros) {
    assertThat(event(TOPIC, body).eventMicros()).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"site_id\":\"s1\"}|s1",
        "{\"site\\u005fid\":\"\\u00e9\"}|é",
        "{\"site_id\":\"s1\",\"site_id\":\"s2\"}|s2",
        "{\"site_id\":\"s1\",\"site_id\":5}|",
        "{\"site_id\":\"a\\nb\"}|",
        "{\"site_id\":\"a\\u0000b\"}|",
        "{\"site_id\":\"\\ud800\"}|",
        "{\"x\":{\"site_id\":\"s1\"}}|",
        "{\"site_id\":\"s1\"|s1",
        "{\"site_id\":\"s1|",
      })
  void tellsTheSite(String body, String siteId) {
    assertThat(event(TOPIC, body).siteId()).isEqualTo(siteId);
  }

  @Test
  void aSiteOfAnyLengthIsNotKept() {
    assertThat(event(TOPIC, "{\"site_id\":\"" + "😀".repeat(128) + "\"}").siteId()).isNotNull();
    assertThat(event(TOPIC, "{\"site_id\":\"" + "s".repeat(129) + "\"}").siteId()).isNull();
  }

  private static QuarantineEvent event(String topic, String body) {
    return QuarantineEvents.of(nativeForm(topic, body), rejected());
  }

  private static Rejected rejected() {
    return new Rejected(RejectReason.INVALID_JSON, "detail", null);
  }
}

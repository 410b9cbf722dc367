package dev.weir.core.payload;

import static dev.weir.core.message.Envelopes.TOPIC;
import static dev.weir.core.message.Envelopes.nativeForm;
import static dev.weir.core.payload.Reading.metrics;
import static dev.weir.core.payload.Reading.outcome;
import static dev.weir.core.payload.Reading.payload;
import static dev.weir.core.payload.Reading.read;
import static dev.weir.core.payload.Reading.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Envelopes;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which reason is told, and of several the first in the order of the checks. */
class ReasonsTest {

  /** A member that gives a payload this fault, whatever else it holds. */
  private static final Map<RejectReason, String> FAULTS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(RejectReason.UNSUPPORTED_ENVELOPE_VERSION, "\"version\":2"),
              Map.entry(RejectReason.TENANT_MISMATCH_TOPIC_VS_PAYLOAD, "\"tenant_id\":\"t2\""),
              Map.entry(RejectReason.DEVICE_MISMATCH_TOPIC_VS_PAYLOAD, "\"device_id\":\"d2\""),
              Map.entry(RejectReason.MISSING_SITE_ID, "\"site_id\":\"\""),
              Map.entry(RejectReason.INVALID_TIMESTAMP, "\"ts\":\"soon\""),
              Map.entry(RejectReason.TIMESTAMP_IN_FUTURE, "\"ts\":1769861101"),
              Map.entry(RejectReason.TIMESTAMP_TOO_OLD, "\"ts\":1"),
              Map.entry(RejectReason.INVALID_SEQ, "\"seq\":1.5")));

  private static final Map<RejectReason, String> METRIC_FAULTS =
      new EnumMap<>(
          Map.of(
              RejectReason.TOO_MANY_METRICS,
              "\"m\":0,".repeat(50) + "\"m\":0",
              RejectReason.METRIC_KEY_INVALID,
              "\"\":0",
              RejectReason.METRIC_KEY_TOO_LONG,
              '"' + "k".repeat(129) + "\":0",
              RejectReason.METRIC_VALUE_INVALID,
              "\"v\":null"));

  @Test
  void eachFaultAloneIsTold() {
    FAULTS.forEach(
        (reason, member) -> assertThat(outcome(payload(member))).isEqualTo(reason.name()));
    METRIC_FAULTS.forEach(
        (reason, member) -> assertThat(outcome(metrics(member))).isEqualTo(reason.name()));
  }

  @Test
  void ofAnySetOfFaultsInAnyOrderTheFirstCheckIsTold() {
    Random random = new Random(20_260_131);
    for (int i = 0; i < 20_000; i++) {
      List<RejectReason> faults = some(FAULTS, random);
      faults.removeIf(RejectReason.TIMESTAMP_IN_FUTURE::equals);
      faults.removeIf(reason ->
          reason == RejectReason.TIMESTAMP_TOO_OLD
              && faults.contains(RejectReason.INVALID_TIMESTAMP));
      List<RejectReason> inMetrics = some(METRIC_FAULTS, random);
      List<String> members = new ArrayList<>(faults.stream().map(FAULTS::get).toList());
      members.add(
          "\"metrics\":{"
              + String.join(",", inMetrics.stream().map(METRIC_FAULTS::get).toList())
              + "}");
      if (!faults.contains(RejectReason.MISSING_SITE_ID)) {
        members.add("\"site_id\":\"s1\"");
      }
      Collections.shuffle(members, random);
      if (inMetrics.isEmpty()) {
        inMetrics.add(RejectReason.MISSING_METRICS);
      }
      inMetrics.addAll(faults);

      assertThat(outcome("{" + String.join(",", members) + "}"))
          .isEqualTo(Collections.min(inMetrics).name());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // topic, body, the first reason
        "bad|T|PAYLOAD_TOO_LARGE",
        "bad|{|BAD_TOPIC_FORMAT",
        "tenant/t1/device/d1/telemetry|{\"version\":2|INVALID_JSON",
        "tenant/t1/device/d1/telemetry|[]|INVALID_JSON",
        "tenant/t1/device/d1/telemetry|{\"version\":2,\"tenant_id\":5}|UNSUPPORTED_ENVELOPE_VERSION",
      })
  void theFirstThreeReasonsComeFirst(String topic, String body, String outcome) {
    String filled = body.equals("T") ? "T".repeat(8_193) : body;

    assertThat(outcome(read(nativeForm(topic, filled)))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "5", "null", "\"{}\"", "[{}]", "{}{}", "{'a':1}", "\u00ff"})
  void whatIsNoObjectIsNotJsonForUs(String body) {
    Rejected rejected = rejected(nativeForm(body));

    assertThat(rejected.reason()).isEqualTo(RejectReason.INVALID_JSON);
    assertThat(rejected.tenantId()).isEqualTo("t1");
    assertThat(rejected.detail()).isNotBlank().doesNotContain("null");
  }

  @ParameterizedTest
  @CsvSource({
    "a.b, a%2Eb, ACCEPTED",
    "a.b, a.b, TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
    "a.b, a%2eb, TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
    "a.b, ab, TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
    "t1, t1, ACCEPTED",
    "t1, t2, TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
    "t1, T1, TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
    "t1, %, TENANT_MISMATCH_TOPIC_VS_PAYLOAD",
  })
  void theSubjectsTenantMustBeTheTopics(String tenant, String subject, String outcome) {
    Envelopes.Builder message =
        new Envelopes.Builder()
            .topic("tenant/" + tenant + "/device/d1/telemetry")
            .subjectTenant(subject);

    assertThat(outcome(read(message.body(payload("")).build()))).isEqualTo(outcome);
    assertThat(outcome(read(message.body("{").build()))).isEqualTo("INVALID_JSON");
    assertThat(outcome(read(message.body(payload("\"version\":2")).build())))
        .isEqualTo("UNSUPPORTED_ENVELOPE_VERSION");
    String laterFault = outcome.equals("ACCEPTED") ? "DEVICE_MISMATCH_TOPIC_VS_PAYLOAD" : outcome;
    assertThat(outcome(read(message.body(payload("\"device_id\":\"x\"")).build())))
        .isEqualTo(laterFault);
  }

  @ParameterizedTest
  @CsvSource({
    "tenant/t1/device/d1/telemetry, t1, t1",
    "tenant/t1/device/d1/telemetry, a%2Eb, a.b",
    "tenant/t1/device/d1/telemetry, %,",
    "tenant/t1/device/d1, t1, t1",
    "tenant/t1/device/d1, t2, t2",
    "nonsense, t1,",
  })
  void aRefusalIsCountedToTheTopicsTenantUnlessTheSubjectSpeaksForAnother(
      String topic, String subject, String tenant) {
    Envelopes.Builder message =
        new Envelopes.Builder().topic(topic).subjectTenant(subject).body("{");

    assertThat(rejected(message.build()).tenantId()).isEqualTo(tenant);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 100, ACCEPTED",
    "0, 100, ACCEPTED",
    "8192, 100, ACCEPTED",
    "8193, 100, PAYLOAD_TOO_LARGE",
    "9223372036854775807, 100, PAYLOAD_TOO_LARGE",
    // no header makes a body smaller than it is
    "10, 8193, PAYLOAD_TOO_LARGE",
  })
  void aCutBodyIsJudgedByItsOriginalSize(long originalSize, int size, String outcome) {
    String body = payload("") + " ".repeat(size - payload("").length());
    Envelopes.Builder message = new Envelopes.Builder().originalSize(originalSize).body(body);

    assertThat(outcome(read(message.topic(TOPIC).build()))).isEqualTo(outcome);
  }

  @Test
  void aTenantsOwnBoundHoldsWhereItCanBeRead() {
    Settings small = new Settings(5, 20, 0, 1_000, 100, 1, 3, 10, 20, true, 1_000);
    SettingsSnapshot settings = new SettingsSnapshot(Settings.DEFAULTS, Map.of("t1", small));
    String body = payload("\"x\":\"" + "a".repeat(60) + '"');
    assertThat(body.length()).isBetween(101, 8_192);

    assertThat(reason(settings, TOPIC, body)).isEqualTo(RejectReason.PAYLOAD_TOO_LARGE);
    assertThat(reason(settings, "tenant/t1/nonsense", body))
        .isEqualTo(RejectReason.PAYLOAD_TOO_LARGE);
    assertThat(reason(settings, "nonsense", body)).isEqualTo(RejectReason.BAD_TOPIC_FORMAT);
    assertThat(reason(settings, "tenant/t2/nonsense", body))
        .isEqualTo(RejectReason.BAD_TOPIC_FORMAT);
    assertThat(reason(settings, TOPIC, metrics("\"a\":1,\"b\":1")))
        .isEqualTo(RejectReason.TOO_MANY_METRICS);
    assertThat(reason(settings, TOPIC, metrics("\"abcd\":1")))
        .isEqualTo(RejectReason.METRIC_KEY_TOO_LONG);
    assertThat(reason(settings, TOPIC, payload("\"ts\":1769860811")))
        .isEqualTo(RejectReason.TIMESTAMP_IN_FUTURE);
    assertThat(reason(settings, TOPIC, payload("\"ts\":1769860779")))
        .isEqualTo(RejectReason.TIMESTAMP_TOO_OLD);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none, none, none",
        "none, '\"p\"', p",
        "h, none, h",
        "h, '\"p\"', h",
        "h, 5, h",
        "'', '\"p\"', p",
        "'', none, none",
      })
  void theHeadersTokenWins(String header, String inPayload, String token) {
    String body = inPayload == null ? payload("") : payload("\"provision_token\":" + inPayload);
    Verdict verdict = read(new Envelopes.Builder().topic(TOPIC).token(header).body(body).build());

    assertThat(verdict).isInstanceOf(Accepted.class);
    assertThat(((Accepted) verdict).message().token()).isEqualTo(ProvisionToken.of(token));
  }

  @Test
  void noReasonIsMissingHere() {
    List<RejectReason> here = new ArrayList<>(FAULTS.keySet());
    here.addAll(METRIC_FAULTS.keySet());
    here.addAll(
        List.of(
            RejectReason.PAYLOAD_TOO_LARGE,
            RejectReason.BAD_TOPIC_FORMAT,
            RejectReason.INVALID_JSON,
            RejectReason.MISSING_METRICS));

    assertThat(here)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RejectReason.values())
                .filter(reason -> reason.compareTo(RejectReason.METRIC_VALUE_INVALID) <= 0)
                .toList());
  }

  private static RejectReason reason(SettingsSnapshot settings, String topic, String body) {
    return rejected(nativeForm(topic, body), settings).reason();
  }

  private static List<RejectReason> some(Map<RejectReason, String> faults, Random random) {
    List<RejectReason> some = new ArrayList<>(faults.keySet());
    some.removeIf(reason -> random.nextBoolean());
    return some;
  }
}

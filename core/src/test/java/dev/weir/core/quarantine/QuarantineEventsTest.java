package dev.weir.core.quarantine;

import static dev.weir.core.message.Envelopes.TOPIC;
import static dev.weir.core.message.Envelopes.envelopeForm;
import static dev.weir.core.message.Envelopes.nativeForm;
import static dev.weir.core.message.Envelopes.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.TokenHash;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.Envelopes;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Rejected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineEventsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // the body, and what is kept of it as JSON
        "{\"a\": 1 }|{\"a\": 1 }",
        "` [1,2.50] `|` [1,2.50] `",
        "null|null",
        "1e400|1e400",
        "1e131071|1e131071",
        "0e400000|0e400000",
        "\"\\ud83d\\ude00\"|\"\\ud83d\\ude00\"",
        // tokens, wherever and however they are spelled
        "{\"provision_token\":\"secret\"}|{\"provision_token\":\"***\"}",
        "{\"provision_token\" : \"secret\" , \"a\":1}|{\"provision_token\" : \"***\" , \"a\":1}",
        "{\"a\":[{\"provision_token\":\"secret\"}]}|{\"a\":[{\"provision_token\":\"***\"}]}",
        "{\"provision_token\":\"s1\",\"provision_token\":\"s2\"}"
            + "|{\"provision_token\":\"***\",\"provision_token\":\"***\"}",
        "{\"provision\\u005ftoken\":\"secret\"}|{\"provision\\u005ftoken\":\"***\"}",
        "{\"\\u0070rovision_token\":\"secret\"}|{\"\\u0070rovision_token\":\"***\"}",
        "{\"provision_token\":\"a\\\"b\\u0000\\ud800\"}|{\"provision_token\":\"***\"}",
        "{\"provision_token\":12345}|{\"provision_token\":\"***\"}",
        "{\"provision_token\":1e400000}|{\"provision_token\":\"***\"}",
        "{\"provision_token\":{\"a\":[\"secret\"]},\"b\":2}|{\"provision_token\":\"***\",\"b\":2}",
        "{\"provision_token\":null}|{\"provision_token\":null}",
        "{\"provision_tokens\":\"a\",\"x\":\"provision_token\"}"
            + "|{\"provision_tokens\":\"a\",\"x\":\"provision_token\"}",
        // and in strings that hold JSON in their turn
        "\"{\\\"provision_token\\\":\\\"secret\\\",\\\"a\\\":1}\""
            + "|\"{\\\"provision_token\\\":\\\"***\\\",\\\"a\\\":1}\"",
        "{\"x\":\"no provision_token was set\"}|{\"x\":\"no provision_token was set\"}",
      })
  void keepsJsonAsPayloadWithItsTokensMasked(String body, String payload) {
    QuarantineEvent event = event(nativeForm(body), RejectReason.INVALID_JSON);

    assertThat(payload(event)).isEqualTo(payload);
    assertThat(event.raw()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":}",
        "text",
        "{\"a\":1}x",
        "{\"a\":\"\\u0000\"}",
        "{\"\\u0000\":1}",
        "[\"\\ud800\"]",
        "[1e400000]",
        "[1e-16384]",
        "[1e131072]",
        "\ufeff{}"
      })
  void keepsAsRawWhatJsonbCannotHold(String body) {
    QuarantineEvent event = event(nativeForm(body), RejectReason.INVALID_JSON);

    assertThat(event.payload()).isNull();
    assertThat(raw(event)).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({"33, true", "1000, true", "1001, false"})
  void depthBeyondTheRulesIsStillJson(int levels, boolean payload) {
    String body = "[".repeat(levels) + "]".repeat(levels);
    QuarantineEvent event = event(nativeForm(body), RejectReason.INVALID_JSON);

    assertThat(event.payload() != null).isEqualTo(payload);
    assertThat(event.raw() == null).isEqualTo(payload);
  }

  @Test
  void fewBytesThatWouldBeWrittenOutAsManyStayRaw() {
    String seven = "[" + "1e131071,".repeat(6) + "1e131071]";
    String eight = "[" + "1e131071,".repeat(7) + "1e131071]";

    assertThat(event(nativeForm(seven), RejectReason.INVALID_JSON).payload()).isNotNull();
    assertThat(event(nativeForm(eight), RejectReason.INVALID_JSON).payload()).isNull();
  }

  @Test
  void ofAnEnvelopeOnlyThePayloadIsKept() {
    String payload = "{\"provision_token\":\"secret\",\"site_id\":\"s1\"}";
    for (String member : new String[] {payload, quoted(payload)}) {
      String body = "{\"topic\":\"" + TOPIC + "\",\"x\":1,\"payload\":" + member + "}";
      QuarantineEvent event = event(envelopeForm(body), RejectReason.MISSING_METRICS);

      assertThat(payload(event)).isEqualTo(payload.replace("secret", "***"));
      assertThat(event.topic()).isEqualTo(TOPIC);
      assertThat(event.siteId()).isEqualTo("s1");
      assertThat(event.tokenHash()).isEqualTo(hash("secret"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"payload\":{\"provision_token\":\"secret\"}|{\"payload\":{\"provision_token\":\"***\"}",
        "{\"payload\":\"{\\\"provision_token\\\":\\\"secret\\\"}\""
            + "|{\"payload\":\"{\\\"provision_token\\\":\\\"***\\\"}\"",
        "{\"topic\":\"tenant/t1/device/d1/x\",\"payload\":\"{\\\"provision_token\\\":\\\"s\\ud800\\\"}\"}"
            + "|\"{\\\"provision_token\\\":\\\"***\\\"}\"",
      })
  void ofABrokenEnvelopeTheBytesAreKept(String body, String raw) {
    QuarantineEvent event = event(envelopeForm(body), RejectReason.INVALID_JSON);

    assertThat(event.payload()).isNull();
    assertThat(raw(event)).isEqualTo(raw);
  }

  @Test
  void anEnvelopeWithoutPayloadIsKeptWhileItIsSmall() {
    String small = "{\"topic\":\"" + TOPIC + "\",\"provision_token\":\"secret\"}";
    String large = "{\"x\":\"" + "a".repeat(8_192) + "\"}";

    assertThat(payload(event(envelopeForm(small), RejectReason.INVALID_JSON)))
        .isEqualTo(small.replace("secret", "***"));
    QuarantineEvent event = event(envelopeForm(large), RejectReason.BAD_TOPIC_FORMAT);
    assertThat(event.payload()).isNull();
    assertThat(event.raw()).hasSize(8_192);
  }

  @ParameterizedTest
  @ValueSource(ints = {8_191, 8_192, 8_193, 100_000})
  void rawIsTheFirst8KiB(int size) {
    String start = "{\"provision_token\":\"secret\",";
    String body = start + "x".repeat(size - start.length());
    QuarantineEvent event = event(nativeForm(body), RejectReason.INVALID_JSON);

    String kept = body.substring(0, Math.min(size, 8_192)).replace("secret", "***");
    assertThat(raw(event)).isEqualTo(kept);
  }

  @Test
  void theMaskMayMakeItLongerButNotBeyondTheBound() {
    String body = "provision_token=a,".repeat(1_000);

    assertThat(event(nativeForm(body), RejectReason.INVALID_JSON).raw()).hasSize(8_192);
  }

  @Test
  void whatIsTooLargeOrCutIsRawThoughItBeJson() {
    String body = "{\"site_id\":\"s1\",\"ts\":1,\"provision_token\":\"secret\"}";
    Envelope cut = new Envelopes.Builder().topic(TOPIC).originalSize(9_000).body(body).build();

    for (QuarantineEvent event :
        new QuarantineEvent[] {
          event(nativeForm(body), RejectReason.PAYLOAD_TOO_LARGE),
          event(cut, RejectReason.BAD_TOPIC_FORMAT)
        }) {
      assertThat(event.payload()).isNull();
      assertThat(raw(event)).isEqualTo(body.replace("secret", "***"));
      // what can be read of it is told nevertheless
      assertThat(event.siteId()).isEqualTo("s1");
      assertThat(event.eventMicros()).isEqualTo(1_000_000);
      assertThat(event.tokenHash()).isEqualTo(hash("secret"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // jsonb can hold neither; as JSON they stay JSON
        "{\"provision_token\":5,\"x\":\"\\u0000\"}|{\"provision_token\":\"***\",\"x\":\"\\u0000\"}",
        "{\"x\":[1e400000],\"provision_token\":{\"a\":1}}"
            + "|{\"x\":[1e400000],\"provision_token\":\"***\"}",
      })
  void whatIsJsonStaysJsonAmongTheBytes(String body, String raw) {
    assertThat(raw(event(nativeForm(body), RejectReason.INVALID_JSON))).isEqualTo(raw);
    assertThat(raw(event(nativeForm(body), RejectReason.PAYLOAD_TOO_LARGE))).isEqualTo(raw);
  }

  @Test
  void anEmptyTokenIsNoSecret() {
    String body = "{\"provision_token\":\"\"}";

    assertThat(payload(event(nativeForm(body), RejectReason.TOKEN_MISSING))).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({
    "8192, -1, INVALID_JSON, true",
    "8193, -1, INVALID_JSON, true",
    "8192, -1, PAYLOAD_TOO_LARGE, true",
    "8193, -1, PAYLOAD_TOO_LARGE, false",
    "10, 10, BAD_TOPIC_FORMAT, false",
  })
  void tellsWhetherAllIsKeptAndHowMuchArrived(
      int size, long originalSize, RejectReason reason, boolean whole) {
    String body = '"' + "x".repeat(size - 2) + '"';
    Envelope envelope =
        new Envelopes.Builder().topic(TOPIC).originalSize(originalSize).body(body).build();

    assertThat(event(envelope, reason).isWhole()).isEqualTo(whole);
    assertThat(event(envelope, reason).bodySize()).isEqualTo(size);
  }

  @Test
  void bytesThatAreCutAreNotWhole() {
    String masked = "provision_token=a,".repeat(455);

    assertThat(event(nativeForm("x".repeat(8_192)), RejectReason.INVALID_JSON).isWhole()).isTrue();
    assertThat(event(nativeForm("x".repeat(8_193)), RejectReason.INVALID_JSON).isWhole()).isFalse();
    assertThat(event(nativeForm(masked), RejectReason.INVALID_JSON).isWhole()).isFalse();
  }

  @Test
  void theUsernameOfEitherFormIsKept() {
    Envelope header = new Envelopes.Builder().topic(TOPIC).username("u").body("{}").build();
    String body = "{\"username\":\"u\",\"topic\":\"" + TOPIC + "\",\"payload\":{}}";

    assertThat(event(header, RejectReason.MISSING_SITE_ID).username()).isEqualTo("u");
    assertThat(event(envelopeForm(body), RejectReason.MISSING_SITE_ID).username()).isEqualTo("u");
  }

  static Object[][] tokens() {
    return new Object[][] {
      {null, "{}", null},
      {null, "{\"provision_token\":\"p\"}", "p"},
      {null, "{\"provision_token\":\"\\u0070\"}", "p"},
      {null, "{\"provision_token\":\"o\",\"provision_token\":\"p\"}", "p"},
      {null, "{\"provision_token\":\"o\",\"provision_token\":null}", null},
      {null, "{\"provision_token\":\"\"}", null},
      {null, "{\"provision_token\":5}", null},
      {null, "{\"provision_token\":\"\\ud800\"}", null},
      {null, "{\"a\":{\"provision_token\":\"p\"}}", null},
      // jsonb cannot hold the rest, yet a replay needs the token
      {null, "{\"provision_token\":\"p\",\"a\":\"\\u0000\"}", "p"},
      {null, "[\"provision_token\"]", null},
      {"h", "{\"provision_token\":\"p\"}", "h"},
      {"h", "{", "h"},
      {"", "{\"provision_token\":\"p\"}", "p"},
    };
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void keepsOfTheTokenOnlyItsHash(
      @Nullable String header, String body, @Nullable String presented) {
    Envelope envelope = new Envelopes.Builder().topic(TOPIC).token(header).body(body).build();
    QuarantineEvent event = event(envelope, RejectReason.UNREGISTERED_DEVICE);

    assertThat(event.tokenHash()).isEqualTo(presented == null ? null : hash(presented));
    assertThat(event.toString()).doesNotContain("token=h");
  }

  private static byte @Nullable [] hash(String token) {
    return TokenHash.of(new ProvisionToken(token));
  }

  private static QuarantineEvent event(Envelope envelope, RejectReason reason) {
    return QuarantineEvents.of(envelope, new Rejected(reason, "detail", "t1"));
  }

  private static @Nullable String payload(QuarantineEvent event) {
    return event.payload() == null ? null : new String(event.payload().copy(), UTF_8);
  }

  private static @Nullable String raw(QuarantineEvent event) {
    return event.raw() == null ? null : new String(event.raw(), UTF_8);
  }
}

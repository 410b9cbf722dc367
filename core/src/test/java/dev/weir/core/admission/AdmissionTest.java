package dev.weir.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {

  private static final ProvisionToken SECRET = new ProvisionToken("secret");
  private static final Topic TOPIC = new Topic("t1", "d1", "telemetry");

  /** Everything that follows a fault is wrong as well: the first check tells. */
  @ParameterizedTest
  @CsvSource({
    // token set, presented, status, registry's site; with a token required, without
    "no, none, REVOKED, s2, TOKEN_NOT_SET_IN_REGISTRY, DEVICE_REVOKED",
    "no, good, REVOKED, s2, TOKEN_NOT_SET_IN_REGISTRY, DEVICE_REVOKED",
    "no, good, ACTIVE, s1, TOKEN_NOT_SET_IN_REGISTRY, ACCEPTED",
    "yes, none, REVOKED, s2, TOKEN_MISSING, DEVICE_REVOKED",
    "yes, none, ACTIVE, s1, TOKEN_MISSING, ACCEPTED",
    "yes, bad, REVOKED, s2, TOKEN_INVALID, DEVICE_REVOKED",
    "yes, bad, ACTIVE, s1, TOKEN_INVALID, ACCEPTED",
    "yes, malformed, ACTIVE, s1, TOKEN_INVALID, ACCEPTED",
    "yes, good, REVOKED, s2, DEVICE_REVOKED, DEVICE_REVOKED",
    "yes, good, active, s1, DEVICE_REVOKED, DEVICE_REVOKED",
    "yes, good, '', s1, DEVICE_REVOKED, DEVICE_REVOKED",
    "yes, good, ACTIVE, s2, SITE_MISMATCH_REGISTRY_VS_PAYLOAD, SITE_MISMATCH_REGISTRY_VS_PAYLOAD",
    "yes, good, ACTIVE, S1, SITE_MISMATCH_REGISTRY_VS_PAYLOAD, SITE_MISMATCH_REGISTRY_VS_PAYLOAD",
    "yes, good, ACTIVE, '', SITE_MISMATCH_REGISTRY_VS_PAYLOAD, SITE_MISMATCH_REGISTRY_VS_PAYLOAD",
    "yes, good, ACTIVE, , ACCEPTED, ACCEPTED",
    "yes, good, ACTIVE, s1, ACCEPTED, ACCEPTED",
  })
  void judges(
      String set,
      String presented,
      String status,
      @Nullable String site,
      String with,
      String without) {
    Device device =
        new Device(site, status, "ACTIVE", set.equals("yes") ? TokenHash.of(SECRET) : null);
    TelemetryMessage message = message(token(presented));

    assertThat(outcome(new Admission(true).judge(message, device))).isEqualTo(with);
    assertThat(outcome(new Admission(false).judge(message, device))).isEqualTo(without);
  }

  /** After the device's own status, before its site; a tenant that is not there bars nobody. */
  @ParameterizedTest
  @CsvSource({
    "ACTIVE, SUSPENDED, s2, SUBSCRIPTION_SUSPENDED",
    "ACTIVE, active, s1, SUBSCRIPTION_SUSPENDED",
    "REVOKED, SUSPENDED, s1, DEVICE_REVOKED",
    "ACTIVE, ACTIVE, s2, SITE_MISMATCH_REGISTRY_VS_PAYLOAD",
    "ACTIVE, , s1, ACCEPTED",
  })
  void aTenantThatIsNotActiveMayNotSend(
      String status, @Nullable String tenantStatus, String site, String expected) {
    Device device = new Device(site, status, tenantStatus, null);

    assertThat(outcome(new Admission(false).judge(message(null), device))).isEqualTo(expected);
  }

  @Test
  void aDeviceThatNobodyKnowsIsRefusedFirst() {
    for (boolean requireToken : new boolean[] {true, false}) {
      Verdict verdict = new Admission(requireToken).judge(message(null), null);

      assertThat(outcome(verdict)).isEqualTo("UNREGISTERED_DEVICE");
      assertThat(((Rejected) verdict).tenantId()).isEqualTo("t1");
    }
  }

  @Test
  void aRefusalTellsNoToken() {
    Device device = new Device("s1", "ACTIVE", "ACTIVE", TokenHash.of(new ProvisionToken("other")));

    Verdict verdict = new Admission(true).judge(message(SECRET), device);

    assertThat(verdict.toString()).doesNotContain("secret");
    assertThat(message(SECRET).toString()).doesNotContain("secret");
  }

  /** Computed elsewhere, by sha256sum. */
  @ParameterizedTest
  @CsvSource({
    "secret, 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
    "pässwörd😀, 8694ef7d97c51ea33e46a47a16af49b2968cbd10a2f25094a2d8c2a3eb0032a9",
  })
  void hashesTheTokensBytes(String token, String hex) {
    assertThat(TokenHash.of(new ProvisionToken(token))).isEqualTo(HexFormat.of().parseHex(hex));
  }

  @Test
  void whatIsNoTokenHasNoHash() {
    assertThat(TokenHash.of(null)).isNull();
    assertThat(TokenHash.of(ProvisionToken.MALFORMED)).isNull();
    assertThat(ProvisionToken.of("")).isNull();
    assertThat(ProvisionToken.of(null)).isNull();
  }

  private static @Nullable ProvisionToken token(String presented) {
    return switch (presented) {
      case "none" -> null;
      case "good" -> SECRET;
      case "malformed" -> ProvisionToken.MALFORMED;
      default -> new ProvisionToken("Secret");
    };
  }

  private static TelemetryMessage message(@Nullable ProvisionToken token) {
    return new TelemetryMessage(
        TOPIC, "s1", 0, null, token, Slice.EMPTY_OBJECT, Double.NaN, Double.NaN);
  }

  private static String outcome(Verdict verdict) {
    return switch (verdict) {
      case Accepted accepted -> "ACCEPTED";
      case Rejected rejected -> rejected.reason().name();
    };
  }
}

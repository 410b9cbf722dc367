package dev.weir.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import dev.weir.core.verdict.Verdict.Rejected;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {

  private static final ProvisionToken SECRET = new ProvisionToken("secret");
  private static final Topic TOPIC = new Topic("t1", "d1", "telemetry");
  private static final long NOW = 1_768_478_400_000_000L;
  private static final long DAY = 86_400_000_000L;
  private static final TenantAccount ACTIVE = new TenantAccount("ACTIVE", Map.of());
  private static final Admission REQUIRED = admission(true, false);
  private static final Admission NOT_REQUIRED = admission(false, false);
  private static final Admission CERTIFIED = admission(true, true);

  private static Admission admission(boolean requireToken, boolean certificates) {
    return new Admission(
        new AdmissionConfig(requireToken, certificates, false, Duration.ofDays(1)));
  }

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
    Device device = device(site, status, set.equals("yes") ? TokenHash.of(SECRET) : null);
    TelemetryMessage message = message(token(presented), null);

    assertThat(outcome(REQUIRED.check(message, NOW, device, ACTIVE))).isEqualTo(with);
    assertThat(outcome(NOT_REQUIRED.check(message, NOW, device, ACTIVE))).isEqualTo(without);
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
    TenantAccount account = new TenantAccount(tenantStatus, Map.of());

    assertThat(
            outcome(
                NOT_REQUIRED.check(message(null, null), NOW, device(site, status, null), account)))
        .isEqualTo(expected);
  }

  /** Ends and grace at their bounds; a day of grace. */
  @ParameterizedTest
  @CsvSource({
    "ACTIVE, none, ACCEPTED",
    "TRIAL, none, ACCEPTED",
    "GRACE, none, ACCEPTED",
    "SUSPENDED, none, SUBSCRIPTION_SUSPENDED",
    "EXPIRED, none, SUBSCRIPTION_EXPIRED",
    "SUSPENDED, past, SUBSCRIPTION_SUSPENDED",
    "ACTIVE, now, ACCEPTED",
    "ACTIVE, graceEndsNow, ACCEPTED",
    "ACTIVE, graceIsOver, SUBSCRIPTION_EXPIRED",
    "TRIAL, graceIsOver, SUBSCRIPTION_EXPIRED",
    "ACTIVE, past, SUBSCRIPTION_EXPIRED",
  })
  void aSubscriptionBarsItsDevicesWhenItIsSuspendedOrOver(
      String status, String end, String expected) {
    long until =
        switch (end) {
          case "none" -> Long.MAX_VALUE;
          case "now" -> NOW;
          case "graceEndsNow" -> NOW - DAY;
          case "graceIsOver" -> NOW - DAY - 1;
          default -> Long.MIN_VALUE;
        };
    Subscription subscription = new Subscription(status, new Validity(Long.MIN_VALUE, until));
    TenantAccount account = new TenantAccount("ACTIVE", Map.of("main", subscription));
    TelemetryMessage message = message(null, null);
    Device under = new Device("s1", "ACTIVE", null, "main", List.of());
    Device ofAnotherSite = new Device("s2", "ACTIVE", null, "main", List.of());

    assertThat(outcome(NOT_REQUIRED.check(message, NOW, under, account))).isEqualTo(expected);
    assertThat(outcome(NOT_REQUIRED.check(message, NOW, ofAnotherSite, account)))
        .isEqualTo(expected.equals("ACCEPTED") ? "SITE_MISMATCH_REGISTRY_VS_PAYLOAD" : expected);
  }

  @Test
  void aSubscriptionThatIsNotNamedOrNotThereBarsNobody() {
    Subscription over = new Subscription("EXPIRED", new Validity(0, 0));
    TenantAccount account = new TenantAccount("ACTIVE", Map.of("main", over));
    Device free = device("s1", "ACTIVE", null);
    Device dangling = new Device("s1", "ACTIVE", null, "other", List.of());

    assertThat(NOT_REQUIRED.check(message(null, null), NOW, free, account)).isNull();
    assertThat(NOT_REQUIRED.check(message(null, null), NOW, dangling, account)).isNull();
  }

  /** With a token required and set, none presented; a certificate good from 10 to 20. */
  @ParameterizedTest
  @CsvSource({
    "t1/d1, 10, ACCEPTED",
    "t1/d1, 20, ACCEPTED",
    "t1/d1, 9, TOKEN_MISSING",
    "t1/d1, 21, TOKEN_MISSING",
    "t1/d2, 15, CERT_INVALID",
    "t2/d1, 15, CERT_INVALID",
    "t1/d11, 15, CERT_INVALID",
    "t1/d1/, 15, TOKEN_MISSING",
    "t1d1, 15, TOKEN_MISSING",
    "bridge, 15, TOKEN_MISSING",
    "a b/c, 15, TOKEN_MISSING",
    "/, 15, TOKEN_MISSING",
    "t1/, 15, TOKEN_MISSING",
    "/d1, 15, TOKEN_MISSING",
    ", 15, TOKEN_MISSING",
  })
  void aCertificateStandsInForTheTokenOfItsDevice(
      @Nullable String username, long arrival, String expected) {
    Validity certificate = new Validity(10, 20);
    Device device = new Device("s1", "ACTIVE", TokenHash.of(SECRET), null, List.of(certificate));

    assertThat(outcome(CERTIFIED.check(message(null, username), arrival, device, ACTIVE)))
        .isEqualTo(expected);
    assertThat(outcome(REQUIRED.check(message(null, username), arrival, device, ACTIVE)))
        .as("certificates are not looked at")
        .isEqualTo("TOKEN_MISSING");
    Device revoked = new Device("s1", "REVOKED", TokenHash.of(SECRET), null, List.of(certificate));
    assertThat(outcome(CERTIFIED.check(message(SECRET, username), arrival, revoked, ACTIVE)))
        .isEqualTo(expected.equals("CERT_INVALID") ? expected : "DEVICE_REVOKED");
  }

  @ParameterizedTest
  @CsvSource({
    "good, , ACTIVE, ACCEPTED",
    "none, , ACTIVE, TOKEN_MISSING",
    "malformed, , ACTIVE, TOKEN_INVALID",
    "none, t1/d1, ACTIVE, ACCEPTED",
    "good, t1/d2, ACTIVE, CERT_INVALID",
    "good, , SUSPENDED, SUBSCRIPTION_SUSPENDED",
    "none, , SUSPENDED, TOKEN_MISSING",
  })
  void judgesAMessageThatWouldRegisterItsDevice(
      String presented, @Nullable String username, String tenantStatus, String expected) {
    TelemetryMessage message = message(token(presented), username);
    TenantAccount account = new TenantAccount(tenantStatus, Map.of());

    assertThat(outcome(CERTIFIED.checkNew(message, NOW, List.of(new Validity(0, NOW)), account)))
        .isEqualTo(expected);
  }

  @Test
  void theTokenThatANewDevicePresentsBecomesItsOwn() {
    TelemetryMessage message = message(SECRET, null);

    NewDevice device = REQUIRED.newDevice(message, NOW);
    assertThat(device.tokenHash()).isEqualTo(TokenHash.of(SECRET));
    assertThat(device.siteId()).isEqualTo("s1");
    assertThat(NOT_REQUIRED.newDevice(message, NOW).tokenHash()).isNull();
  }

  @Test
  void aDeviceThatNobodyKnowsIsRefusedFirst() {
    for (Admission admission : List.of(REQUIRED, NOT_REQUIRED, CERTIFIED)) {
      Rejected rejected = admission.check(message(null, "t1/d2"), NOW, null, ACTIVE);

      assertThat(outcome(rejected)).isEqualTo("UNREGISTERED_DEVICE");
      assertThat(Objects.requireNonNull(rejected).tenantId()).isEqualTo("t1");
    }
  }

  @Test
  void aRefusalTellsNoToken() {
    Device device = device("s1", "ACTIVE", TokenHash.of(new ProvisionToken("other")));

    Rejected rejected = REQUIRED.check(message(SECRET, null), NOW, device, ACTIVE);

    assertThat(String.valueOf(rejected)).doesNotContain("secret");
    assertThat(message(SECRET, null).toString()).doesNotContain("secret");
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

  private static Device device(@Nullable String site, String status, byte @Nullable [] tokenHash) {
    return new Device(site, status, tokenHash, null, List.of());
  }

  private static TelemetryMessage message(
      @Nullable ProvisionToken token, @Nullable String username) {
    return new TelemetryMessage(
        TOPIC,
        "s1",
        0,
        null,
        token,
        username,
        Slice.EMPTY_OBJECT,
        Slice.EMPTY_OBJECT,
        Double.NaN,
        Double.NaN);
  }

  private static String outcome(@Nullable Rejected rejected) {
    return rejected == null ? "ACCEPTED" : rejected.reason().name();
  }
}

package dev.weir.timescale.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When subscriptions and certificates count. */
class InForceTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");
  private static final Duration GRACE = Duration.ofDays(14);

  /** At the bounds, and a microsecond past them. */
  @ParameterizedTest
  @CsvSource({
    "2025-12-31T23:59:59.999999Z, false, false",
    "2026-01-01T00:00:00Z, true, true",
    "2026-02-01T00:00:00Z, true, true",
    "2026-02-01T00:00:00.000001Z, true, false",
    "2026-02-15T00:00:00Z, true, false",
    "2026-02-15T00:00:00.000001Z, false, false",
  })
  void aTermHasBounds(Instant now, boolean withGrace, boolean without) {
    Subscription subscription = subscription(SubscriptionStatus.ACTIVE, END);
    assertThat(subscription.isInForce(now, GRACE)).isEqualTo(withGrace);
    assertThat(subscription.isInForce(now, Duration.ZERO)).isEqualTo(without);
    Certificate certificate = certificate(Certificate.ACTIVE, END);
    assertThat(certificate.isInForce(now)).isEqualTo(without);
  }

  @Test
  void withoutAnEndItGoesOn() {
    Instant late = Instant.parse("9999-01-01T00:00:00Z");
    assertThat(subscription(SubscriptionStatus.ACTIVE, null).isInForce(late, GRACE)).isTrue();
    assertThat(certificate(Certificate.ACTIVE, null).isInForce(late)).isTrue();
    assertThat(certificate("REVOKED", null).isInForce(late)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aStatusCounts(SubscriptionStatus status) {
    boolean bars = status == SubscriptionStatus.SUSPENDED || status == SubscriptionStatus.EXPIRED;
    assertThat(subscription(status, END).isInForce(START, GRACE)).isEqualTo(!bars);
  }

  private static Subscription subscription(SubscriptionStatus status, @Nullable Instant end) {
    return new Subscription("t1", "main", SubscriptionType.MAIN, 1, 0, START, end, status);
  }

  private static Certificate certificate(String status, @Nullable Instant end) {
    return new Certificate("t1", "d1", "0f".repeat(32), "", status, START, end);
  }
}

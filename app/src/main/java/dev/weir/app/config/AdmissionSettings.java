package dev.weir.app.config;

import dev.weir.core.admission.AdmissionConfig;
import java.time.Duration;

/**
 * Who may send.
 *
 * @param settingsPoll time between two looks at the table of live settings
 * @param cacheTtl how long what the registry said is believed
 * @param cacheMaxSize devices remembered
 * @param bucketTtl how long an idle rate limit bucket is kept
 * @param bucketCleanupInterval time between two looks for idle buckets
 * @param subscriptionGrace how long after its term a subscription still counts
 */
public record AdmissionSettings(
    boolean autoProvision,
    boolean requireToken,
    boolean certificates,
    Duration settingsPoll,
    Duration cacheTtl,
    int cacheMaxSize,
    Duration bucketTtl,
    Duration bucketCleanupInterval,
    Duration subscriptionGrace) {

  static final Variable<Boolean> AUTO_PROVISION =
      Variable.of(
          "AUTO_PROVISION",
          Types.flag(),
          0,
          "register unknown devices when the tenant's subscription has room");
  static final Variable<Boolean> REQUIRE_TOKEN =
      Variable.of("REQUIRE_TOKEN", Types.flag(), 1, "a provision token is required");
  static final Variable<Boolean> CERT_AUTH_ENABLED =
      Variable.of(
          "CERT_AUTH_ENABLED",
          Types.flag(),
          0,
          "a certificate identity that the broker vouches for may stand in for the token");
  static final Variable<Duration> SETTINGS_POLL_SECONDS =
      Variable.of(
          "SETTINGS_POLL_SECONDS",
          Types.seconds(1, 3_600),
          5,
          "time between two looks at the table `app_settings`");
  static final Variable<Duration> AUTH_CACHE_TTL_SECONDS =
      Variable.of(
          "AUTH_CACHE_TTL_SECONDS",
          Types.seconds(1, 86_400),
          60,
          "how long what the device registry said is believed");
  static final Variable<Integer> AUTH_CACHE_MAX_SIZE =
      Variable.of(
          "AUTH_CACHE_MAX_SIZE", Types.integer(1, 10_000_000), 10_000, "devices remembered");
  static final Variable<Duration> BUCKET_TTL_SECONDS =
      Variable.of(
          "BUCKET_TTL_SECONDS",
          Types.seconds(1, 604_800),
          3_600,
          "how long an idle rate limit bucket is kept");
  static final Variable<Duration> BUCKET_CLEANUP_INTERVAL =
      Variable.of(
          "BUCKET_CLEANUP_INTERVAL",
          Types.seconds(1, 86_400),
          300,
          "time between two looks for idle rate limit buckets");
  static final Variable<Duration> SUBSCRIPTION_GRACE_DAYS =
      Variable.of(
          "SUBSCRIPTION_GRACE_DAYS",
          Types.days(0, 3_650),
          14,
          "how long after `term_end` a subscription still counts");

  static final VariableGroup VARIABLES =
      VariableGroup.of(
          "Admission",
          AUTO_PROVISION,
          REQUIRE_TOKEN,
          CERT_AUTH_ENABLED,
          SETTINGS_POLL_SECONDS,
          AUTH_CACHE_TTL_SECONDS,
          AUTH_CACHE_MAX_SIZE,
          BUCKET_TTL_SECONDS,
          BUCKET_CLEANUP_INTERVAL,
          SUBSCRIPTION_GRACE_DAYS);

  /** What the rules of admission are told. */
  public AdmissionConfig toConfig() {
    return new AdmissionConfig(requireToken, certificates, autoProvision, subscriptionGrace);
  }

  static AdmissionSettings from(Values values) {
    return new AdmissionSettings(
        values.get(AUTO_PROVISION),
        values.get(REQUIRE_TOKEN),
        values.get(CERT_AUTH_ENABLED),
        values.get(SETTINGS_POLL_SECONDS),
        values.get(AUTH_CACHE_TTL_SECONDS),
        values.get(AUTH_CACHE_MAX_SIZE),
        values.get(BUCKET_TTL_SECONDS),
        values.get(BUCKET_CLEANUP_INTERVAL),
        values.get(SUBSCRIPTION_GRACE_DAYS));
  }
}

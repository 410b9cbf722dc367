package dev.weir.app.rules;

import dev.weir.core.verdict.RejectReason;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One way to bring each reason about, in the order of the checks, that goes with the others. */
enum Spoiler {
  PAYLOAD_TOO_LARGE,
  BAD_TOPIC_FORMAT,
  INVALID_JSON,
  UNSUPPORTED_ENVELOPE_VERSION,
  TENANT_MISMATCH_TOPIC_VS_PAYLOAD,
  DEVICE_MISMATCH_TOPIC_VS_PAYLOAD,
  MISSING_SITE_ID,
  INVALID_TIMESTAMP,
  TIMESTAMP_IN_FUTURE,
  TIMESTAMP_TOO_OLD,
  INVALID_SEQ,
  MISSING_METRICS,
  TOO_MANY_METRICS,
  METRIC_KEY_INVALID,
  METRIC_KEY_TOO_LONG,
  METRIC_VALUE_INVALID,
  UNREGISTERED_DEVICE,
  CERT_INVALID,
  TOKEN_NOT_SET_IN_REGISTRY,
  TOKEN_MISSING,
  TOKEN_INVALID,
  DEVICE_REVOKED,
  SUBSCRIPTION_SUSPENDED,
  SUBSCRIPTION_EXPIRED,
  SITE_MISMATCH_REGISTRY_VS_PAYLOAD,
  RATE_LIMITED;

  /** Of each of these only one can be had at a time. */
  private static final List<Set<Spoiler>> EXCLUSIVE =
      List.of(
          EnumSet.of(INVALID_TIMESTAMP, TIMESTAMP_IN_FUTURE, TIMESTAMP_TOO_OLD),
          EnumSet.of(MISSING_SITE_ID, SITE_MISMATCH_REGISTRY_VS_PAYLOAD),
          EnumSet.of(MISSING_METRICS, TOO_MANY_METRICS),
          EnumSet.of(MISSING_METRICS, METRIC_KEY_INVALID),
          EnumSet.of(MISSING_METRICS, METRIC_KEY_TOO_LONG),
          EnumSet.of(MISSING_METRICS, METRIC_VALUE_INVALID),
          EnumSet.of(TOKEN_MISSING, TOKEN_INVALID));

  /**
   * Devices are named by what is wrong with them: {@code -tokenless}, {@code -revoked}, {@code
   * -suspended}, {@code -over}, in this order.
   */
  static final List<String> FLAWS_OF_DEVICES =
      List.of("-tokenless", "-revoked", "-suspended", "-over");

  RejectReason reason() {
    return RejectReason.valueOf(name());
  }

  boolean goesWith(Spoiler other) {
    return EXCLUSIVE.stream().noneMatch(set -> set.contains(this) && set.contains(other));
  }

  /** To be called in the order of the checks. */
  void spoil(Attempt attempt) {
    switch (this) {
      case PAYLOAD_TOO_LARGE -> attempt.with("padding", '"' + "x".repeat(9_000) + '"');
      case BAD_TOPIC_FORMAT -> attempt.afterTopic = "/more";
      case INVALID_JSON -> attempt.afterPayload = " x";
      case UNSUPPORTED_ENVELOPE_VERSION -> attempt.with("version", "2");
      case TENANT_MISMATCH_TOPIC_VS_PAYLOAD -> attempt.with("tenant_id", "\"other\"");
      case DEVICE_MISMATCH_TOPIC_VS_PAYLOAD -> attempt.with("device_id", "\"other\"");
      case MISSING_SITE_ID -> attempt.without("site_id");
      case INVALID_TIMESTAMP -> attempt.with("ts", "\"yesterday\"");
      case TIMESTAMP_IN_FUTURE -> attempt.with("ts", "9000000000");
      case TIMESTAMP_TOO_OLD -> attempt.with("ts", "1000000000");
      case INVALID_SEQ -> attempt.with("seq", "1.5");
      case MISSING_METRICS -> attempt.with("metrics", "{}");
      case TOO_MANY_METRICS -> {
        for (int i = 0; i < 51; i++) {
          attempt.metric("\"m" + i + '"', "0");
        }
      }
      case METRIC_KEY_INVALID -> attempt.metric("\"\"", "1");
      case METRIC_KEY_TOO_LONG -> attempt.metric('"' + "k".repeat(129) + '"', "1");
      case METRIC_VALUE_INVALID -> attempt.metric("\"v\"", "[1]");
      case UNREGISTERED_DEVICE -> attempt.device = "unregistered";
      case CERT_INVALID -> attempt.username = "acme/another";
      case TOKEN_NOT_SET_IN_REGISTRY -> attempt.device += "-tokenless";
      case TOKEN_MISSING -> attempt.without("provision_token");
      case TOKEN_INVALID -> attempt.with("provision_token", "\"guess\"");
      case DEVICE_REVOKED -> attempt.device += "-revoked";
      case SUBSCRIPTION_SUSPENDED -> attempt.device += "-suspended";
      case SUBSCRIPTION_EXPIRED -> attempt.device += "-over";
      case SITE_MISMATCH_REGISTRY_VS_PAYLOAD -> attempt.with("site_id", "\"s2\"");
      case RATE_LIMITED -> attempt.tenant = "slow";
    }
  }
}

package dev.weir.gateway.http;

import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Rejected;

/**
 * Why a request, or one message of a batch, is refused.
 *
 * @param reason a code of the checks, or one of these for what no check of a message is about
 * @param detail what is wrong and the bound, for a person; holds no secret
 * @param retryAfterSeconds when it makes sense to come back; 0 where it makes none
 */
public record Problem(int status, String reason, String detail, long retryAfterSeconds) {

  /** Neither JSON nor gzip of it. */
  static final String UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE";

  /** The body came too slowly, or not to its end. */
  static final String REQUEST_TIMEOUT = "REQUEST_TIMEOUT";

  /** The streams cannot take the message now. */
  static final String UNAVAILABLE = "UNAVAILABLE";

  /** A header is not what it has to be. */
  static final String INVALID_HEADER = "INVALID_HEADER";

  private static final long SOON = 1;

  static Problem of(int status, String reason, String detail) {
    return new Problem(status, reason, detail, 0);
  }

  static Problem unavailable(String detail) {
    return new Problem(503, UNAVAILABLE, detail, SOON);
  }

  /**
   * The answer to a refusal by the checks.
   *
   * @param retryAfterSeconds where the rate limit is the reason
   */
  static Problem of(Rejected rejected, long retryAfterSeconds) {
    RejectReason reason = rejected.reason();
    long later = reason == RejectReason.RATE_LIMITED ? Math.max(SOON, retryAfterSeconds) : 0;
    return new Problem(status(reason), reason.name(), rejected.detail(), later);
  }

  private static int status(RejectReason reason) {
    return switch (reason) {
      case PAYLOAD_TOO_LARGE -> 413;
      case BAD_TOPIC_FORMAT,
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
          METRIC_VALUE_INVALID ->
          400;
      case CERT_INVALID, TOKEN_NOT_SET_IN_REGISTRY, TOKEN_MISSING, TOKEN_INVALID -> 401;
      case NO_SUBSCRIPTION_CAPACITY,
          DEVICE_REVOKED,
          SUBSCRIPTION_SUSPENDED,
          SUBSCRIPTION_EXPIRED,
          SITE_MISMATCH_REGISTRY_VS_PAYLOAD ->
          403;
      case UNREGISTERED_DEVICE -> 404;
      case RATE_LIMITED -> 429;
      case WRITE_REJECTED, DUPLICATE_KEY_CONFLICT, INGEST_EXCEPTION -> 500; // the lane's alone
    };
  }
}

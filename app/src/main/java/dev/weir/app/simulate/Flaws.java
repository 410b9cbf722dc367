package dev.weir.app.simulate;

import dev.weir.core.verdict.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Ways to spoil a payload so that one reason applies, and none that is checked before it. */
final class Flaws {

  private static final Duration BEYOND_FUTURE = Duration.ofHours(1);
  private static final Duration BEYOND_AGE = Duration.ofDays(31);

  private Flaws() {}

  /**
   * Spoils a payload.
   *
   * @param variant picks among several ways
   * @param time of the reading
   */
  static void spoil(Payload payload, RejectReason reason, int variant, Instant time) {
    switch (reason) {
      case PAYLOAD_TOO_LARGE -> payload.firmware = '"' + "x".repeat(9_000) + '"';
      case UNSUPPORTED_ENVELOPE_VERSION -> payload.version = variant % 2 == 0 ? "\"2\"" : "7";
      case TENANT_MISMATCH_TOPIC_VS_PAYLOAD -> payload.tenantId = "\"somebody-else\"";
      case DEVICE_MISMATCH_TOPIC_VS_PAYLOAD -> payload.deviceId = "\"another-device\"";
      case MISSING_SITE_ID -> payload.siteId = variant % 2 == 0 ? null : "null";
      case INVALID_TIMESTAMP ->
          payload.ts = variant % 2 == 0 ? "\"yesterday\"" : "\"2026-02-30T00:00:00Z\"";
      case TIMESTAMP_IN_FUTURE -> payload.ts = '"' + time.plus(BEYOND_FUTURE).toString() + '"';
      case TIMESTAMP_TOO_OLD -> payload.ts = '"' + time.minus(BEYOND_AGE).toString() + '"';
      case INVALID_SEQ ->
          payload.seq =
              switch (variant % 3) {
                case 0 -> "1.5";
                case 1 -> "\"12\"";
                default -> "9223372036854775808";
              };
      case MISSING_METRICS -> payload.metrics = variant % 2 == 0 ? null : "{}";
      case TOO_MANY_METRICS -> payload.metrics = manyMetrics();
      case METRIC_KEY_INVALID ->
          payload.metrics = variant % 2 == 0 ? "{\"\":1}" : "{\"temp\\u0007c\":1}";
      case METRIC_KEY_TOO_LONG -> payload.metrics = "{\"" + "k".repeat(129) + "\":1}";
      case METRIC_VALUE_INVALID ->
          payload.metrics =
              switch (variant % 3) {
                case 0 -> "{\"temp_c\":{\"nested\":1}}";
                case 1 -> "{\"temp_c\":1e400}";
                default -> "{\"note\":\"" + "n".repeat(1_025) + "\"}";
              };
      case TOKEN_MISSING -> payload.token = null;
      case TOKEN_INVALID -> payload.token = "\"not-the-token-of-this-device\"";
      case SITE_MISMATCH_REGISTRY_VS_PAYLOAD -> payload.siteId = "\"site-of-another\"";
      case BAD_TOPIC_FORMAT,
          INVALID_JSON,
          UNREGISTERED_DEVICE,
          NO_SUBSCRIPTION_CAPACITY,
          CERT_INVALID,
          TOKEN_NOT_SET_IN_REGISTRY,
          DEVICE_REVOKED,
          SUBSCRIPTION_SUSPENDED,
          SUBSCRIPTION_EXPIRED,
          RATE_LIMITED,
          WRITE_REJECTED,
          DUPLICATE_KEY_CONFLICT,
          INGEST_EXCEPTION ->
          throw new IllegalArgumentException(reason + " is no flaw of a payload");
    }
  }

  /** Bytes that are not a JSON object. */
  static byte[] brokenPayload(String payload, int variant) {
    return switch (variant % 4) {
      case 0 -> utf8(payload.substring(0, payload.length() / 2));
      case 1 -> utf8('[' + payload + ']');
      case 2 -> utf8("{\"deep\":" + "[".repeat(40) + "]".repeat(40) + '}');
      default -> notUtf8(payload);
    };
  }

  /** An envelope that does not parse, or whose payload does not. */
  static byte[] brokenEnvelope(String topic, String payload, int variant) {
    String half = payload.substring(0, payload.length() / 2);
    return switch (variant % 3) {
      case 0 -> utf8(Envelopes.wrap(topic, half, false));
      case 1 -> utf8(Envelopes.wrap(topic, half, true));
      default -> utf8("{\"topic\":" + Payload.quote(topic) + '}');
    };
  }

  private static byte[] notUtf8(String payload) {
    byte[] bytes = utf8(payload);
    bytes[payload.indexOf("site-")] = (byte) 0xC3;
    return bytes;
  }

  private static String manyMetrics() {
    StringBuilder metrics = new StringBuilder("{");
    for (int i = 0; i < 60; i++) {
      metrics.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":").append(i);
    }
    return metrics.append('}').toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

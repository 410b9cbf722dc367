package dev.weir.benchmarks.micro;

import static dev.weir.core.verdict.RejectReason.DEVICE_MISMATCH_TOPIC_VS_PAYLOAD;
import static dev.weir.core.verdict.RejectReason.INVALID_SEQ;
import static dev.weir.core.verdict.RejectReason.INVALID_TIMESTAMP;
import static dev.weir.core.verdict.RejectReason.MISSING_SITE_ID;
import static dev.weir.core.verdict.RejectReason.TENANT_MISMATCH_TOPIC_VS_PAYLOAD;
import static dev.weir.core.verdict.RejectReason.TIMESTAMP_IN_FUTURE;
import static dev.weir.core.verdict.RejectReason.TIMESTAMP_TOO_OLD;
import static dev.weir.core.verdict.RejectReason.UNSUPPORTED_ENVELOPE_VERSION;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import dev.weir.core.payload.PresentedToken;
import dev.weir.core.settings.Settings;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rules of a payload's fields, asked of a tree; for {@link TreeReader}. */
final class TreeRules {

  private static final int MAX_SITE_ID_LENGTH = 128;
  private static final long FIRST_MILLIS = 100_000_000_000L;
  private static final long INVALID = Long.MIN_VALUE;

  private final JsonMapper json;

  TreeRules(JsonMapper json) {
    this.json = json;
  }

  Verdict read(Envelope envelope, Topic topic, JsonNode members, Slice payload, Settings settings) {
    JsonNode ts = present(members.get("ts"));
    long timeMicros = ts == null ? envelope.arrivalMicros() : micros(ts);
    JsonNode seq = present(members.get("seq"));
    String siteId = text(members.get("site_id"));
    RejectReason reason = fault(members, topic, siteId, envelope, timeMicros, seq, settings);
    if (reason != null || siteId == null) {
      return TreeReader.refuse(reason == null ? MISSING_SITE_ID : reason, topic);
    }
    return new Accepted(
        new TelemetryMessage(
            topic,
            siteId,
            timeMicros,
            seq == null ? null : seq.longValue(),
            PresentedToken.of(envelope, ProvisionToken.of(text(members.get("provision_token")))),
            envelope.username(),
            Slice.of(json.writeValueAsBytes(members.get("metrics"))),
            payload,
            degrees(members.get("lat")),
            degrees(members.get("lng"))));
  }

  /** The first that applies, in the order of the checks. */
  private static @Nullable RejectReason fault(
      JsonNode members,
      Topic topic,
      @Nullable String siteId,
      Envelope envelope,
      long timeMicros,
      @Nullable JsonNode seq,
      Settings settings) {
    JsonNode version = present(members.get("version"));
    if (version != null && !version.asString("").equals("1")) {
      return UNSUPPORTED_ENVELOPE_VERSION;
    }
    if (differs(members.get("tenant_id"), topic.tenantId())) {
      return TENANT_MISMATCH_TOPIC_VS_PAYLOAD;
    }
    if (differs(members.get("device_id"), topic.deviceId())) {
      return DEVICE_MISMATCH_TOPIC_VS_PAYLOAD;
    }
    if (siteId == null || siteId.isEmpty() || TreeMetrics.characters(siteId) > MAX_SITE_ID_LENGTH) {
      return MISSING_SITE_ID;
    }
    RejectReason untimely = untimely(timeMicros, envelope.arrivalMicros(), settings);
    if (untimely != null) {
      return untimely;
    }
    if (seq != null && !(seq.isIntegralNumber() && seq.canConvertToLong())) {
      return INVALID_SEQ;
    }
    return TreeMetrics.fault(members.get("metrics"), settings);
  }

  private static @Nullable RejectReason untimely(
      long timeMicros, long arrivalMicros, Settings settings) {
    if (timeMicros == INVALID) {
      return INVALID_TIMESTAMP;
    }
    if (timeMicros > arrivalMicros + settings.maxFutureSeconds() * 1_000_000) {
      return TIMESTAMP_IN_FUTURE;
    }
    return timeMicros < arrivalMicros - settings.maxAgeSeconds() * 1_000_000
        ? TIMESTAMP_TOO_OLD
        : null;
  }

  private static long micros(JsonNode ts) {
    if (ts.isIntegralNumber()) {
      long number = ts.longValue();
      return number * (Math.abs(number) >= FIRST_MILLIS ? 1_000 : 1_000_000);
    }
    try {
      String text = text(ts);
      return text == null
          ? INVALID
          : ChronoUnit.MICROS.between(Instant.EPOCH, OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return INVALID;
    }
  }

  private static double degrees(@Nullable JsonNode coordinate) {
    return coordinate == null ? Double.NaN : coordinate.doubleValue();
  }

  private static boolean differs(@Nullable JsonNode field, String expected) {
    JsonNode present = present(field);
    return present != null && !expected.equals(text(present));
  }

  private static @Nullable JsonNode present(@Nullable JsonNode field) {
    return field == null || field.isNull() ? null : field;
  }

  /** Null where it is none. */
  static @Nullable String text(@Nullable JsonNode field) {
    return field == null || !field.isString() ? null : field.stringValue();
  }
}

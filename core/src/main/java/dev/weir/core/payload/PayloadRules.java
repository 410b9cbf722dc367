package dev.weir.core.payload;

import static dev.weir.core.message.TelemetryMessage.UNUSABLE;
import static dev.weir.core.verdict.RejectReason.DEVICE_MISMATCH_TOPIC_VS_PAYLOAD;
import static dev.weir.core.verdict.RejectReason.INVALID_JSON;
import static dev.weir.core.verdict.RejectReason.INVALID_SEQ;
import static dev.weir.core.verdict.RejectReason.INVALID_TIMESTAMP;
import static dev.weir.core.verdict.RejectReason.MISSING_SITE_ID;
import static dev.weir.core.verdict.RejectReason.TENANT_MISMATCH_TOPIC_VS_PAYLOAD;
import static dev.weir.core.verdict.RejectReason.TIMESTAMP_IN_FUTURE;
import static dev.weir.core.verdict.RejectReason.TIMESTAMP_TOO_OLD;
import static dev.weir.core.verdict.RejectReason.UNSUPPORTED_ENVELOPE_VERSION;

import dev.weir.core.json.JsonNumbers;
import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.json.StringScanner;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.RecentStrings;
import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import dev.weir.core.settings.Settings;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a payload in one pass and applies the rules of its fields. Owned by one lane.
 *
 * <p>Fields come in any order and may come twice; the last one counts. What is wrong with one is
 * noted in {@link Faults}, and told at the end in the order of the checks.
 */
final class PayloadRules {

  static final int MAX_DEPTH = 32;
  static final int MAX_SITE_ID_LENGTH = 128;
  static final double MAX_LATITUDE = 90;
  static final double MAX_LONGITUDE = 180;

  private final RecentStrings names;
  private final JsonScanner scanner = new JsonScanner();
  private final Faults faults = new Faults();
  private final MetricsRules metrics = new MetricsRules(scanner, faults);

  private @Nullable String siteId;
  private @Nullable Long timeMicros;
  private @Nullable Long seq;
  private @Nullable ProvisionToken token;
  private double lat;
  private double latitude;
  private double lng;
  private double longitude;

  /**
   * Made for one lane.
   *
   * @param names gives the ids of sites
   */
  PayloadRules(RecentStrings names) {
    this.names = names;
  }

  Verdict read(Envelope envelope, Topic topic, Slice payload, Settings settings) {
    clear();
    scanner.reset(
        payload.bytes(), payload.offset(), payload.offset() + payload.length(), MAX_DEPTH);
    JsonToken token = scanner.next();
    if (token != JsonToken.OBJECT_START) {
      return notAnObject(token, topic);
    }
    while ((token = scanner.next()) == JsonToken.KEY) {
      field(envelope, topic, payload.bytes(), settings);
    }
    if (token == JsonToken.ERROR || scanner.next() == JsonToken.ERROR) {
      return new Rejected(INVALID_JSON, String.valueOf(scanner.error()), topic.tenantId());
    }
    return verdict(envelope, topic, payload);
  }

  private void clear() {
    faults.clear();
    metrics.clear();
    siteId = null;
    timeMicros = null;
    seq = null;
    token = null;
    lat = Double.NaN;
    latitude = Double.NaN;
    lng = Double.NaN;
    longitude = Double.NaN;
  }

  private Rejected notAnObject(JsonToken token, Topic topic) {
    boolean whole = scanner.skip(token) && scanner.next() == JsonToken.END;
    String detail = whole ? "the payload is not an object" : String.valueOf(scanner.error());
    return new Rejected(INVALID_JSON, detail, topic.tenantId());
  }

  private Verdict verdict(Envelope envelope, Topic topic, Slice payload) {
    if (siteId == null) {
      faults.add(MISSING_SITE_ID, "site_id is missing");
    }
    Slice object = metrics.result(topic.msgType().equals("telemetry"));
    Rejected rejected = faults.first(topic.tenantId());
    if (rejected != null || siteId == null) {
      return Objects.requireNonNull(rejected);
    }
    return new Accepted(
        new TelemetryMessage(
            topic,
            siteId,
            timeMicros == null ? envelope.firstArrivalMicros() : timeMicros,
            seq,
            token,
            null,
            object,
            payload,
            Double.isNaN(lat) ? latitude : lat,
            Double.isNaN(lng) ? longitude : lng));
  }

  private void field(Envelope envelope, Topic topic, byte[] text, Settings settings) {
    FieldName field = FieldName.of(scanner.string());
    JsonToken value = scanner.next();
    if (field == null) {
      scanner.skip(value);
      return;
    }
    switch (field) {
      case METRICS -> metrics.read(value, text, settings);
      case SITE_ID -> siteId(value);
      case TS -> timestamp(value, envelope.arrivalMicros(), settings);
      case SEQ -> seq(value);
      case PROVISION_TOKEN -> token(value);
      case VERSION -> version(value);
      case TENANT_ID ->
          agrees(value, topic.tenantId(), TENANT_MISMATCH_TOPIC_VS_PAYLOAD, "tenant_id");
      case DEVICE_ID ->
          agrees(value, topic.deviceId(), DEVICE_MISMATCH_TOPIC_VS_PAYLOAD, "device_id");
      case LAT -> lat = coordinate(value, MAX_LATITUDE);
      case LATITUDE -> latitude = coordinate(value, MAX_LATITUDE);
      case LNG -> lng = coordinate(value, MAX_LONGITUDE);
      case LONGITUDE -> longitude = coordinate(value, MAX_LONGITUDE);
    }
    if (field != FieldName.METRICS) {
      scanner.skip(value);
    }
  }

  private void siteId(JsonToken value) {
    faults.clear(MISSING_SITE_ID);
    siteId = null;
    StringScanner string = scanner.string();
    if (value == JsonToken.NULL) {
      return;
    }
    if (value != JsonToken.STRING) {
      faults.add(MISSING_SITE_ID, "site_id is not a string");
    } else if (string.codePoints() == 0 || string.codePoints() > MAX_SITE_ID_LENGTH) {
      faults.add(
          MISSING_SITE_ID,
          "site_id has "
              + string.codePoints()
              + " characters, 1 to "
              + MAX_SITE_ID_LENGTH
              + " allowed");
    } else if (string.hasControl() || string.hasLoneSurrogate()) {
      faults.add(MISSING_SITE_ID, "site_id holds a control character or half of a surrogate pair");
    } else {
      siteId = names.of(string.value());
    }
  }

  private void timestamp(JsonToken value, long arrivalMicros, Settings settings) {
    faults.clear(INVALID_TIMESTAMP);
    faults.clear(TIMESTAMP_IN_FUTURE);
    faults.clear(TIMESTAMP_TOO_OLD);
    timeMicros = null;
    if (value == JsonToken.NULL) {
      return;
    }
    Long micros = Timestamps.micros(value, scanner);
    if (micros == null) {
      faults.add(
          INVALID_TIMESTAMP, "ts is neither an ISO 8601 time nor Unix seconds or milliseconds");
    } else if (micros > arrivalMicros + settings.maxFutureSeconds() * 1_000_000) {
      faults.add(
          TIMESTAMP_IN_FUTURE,
          "ts lies after the arrival by more than " + settings.maxFutureSeconds() + " s");
    } else if (micros < arrivalMicros - settings.maxAgeSeconds() * 1_000_000) {
      faults.add(
          TIMESTAMP_TOO_OLD,
          "ts lies before the arrival by more than " + settings.maxAgeSeconds() + " s");
    } else {
      timeMicros = micros;
    }
  }

  private void seq(JsonToken value) {
    faults.clear(INVALID_SEQ);
    seq = null;
    if (value == JsonToken.NULL) {
      return;
    }
    seq = value == JsonToken.NUMBER ? JsonNumbers.toLong(scanner) : null;
    if (seq == null) {
      faults.add(INVALID_SEQ, "seq is not an integer from -2^63 to 2^63-1");
    }
  }

  private void token(JsonToken value) {
    StringScanner string = scanner.string();
    if (value == JsonToken.NULL) {
      token = null;
    } else if (value != JsonToken.STRING || string.hasLoneSurrogate()) {
      token = ProvisionToken.MALFORMED;
    } else {
      token = ProvisionToken.of(string.value());
    }
  }

  private void version(JsonToken value) {
    faults.clear(UNSUPPORTED_ENVELOPE_VERSION);
    boolean supported =
        value == JsonToken.NULL
            || (value == JsonToken.STRING && scanner.string().valueEquals("1"))
            || (value == JsonToken.NUMBER && scanner.literal().equals("1"));
    if (!supported) {
      faults.add(UNSUPPORTED_ENVELOPE_VERSION, "version is not \"1\" or 1");
    }
  }

  private void agrees(JsonToken value, String expected, RejectReason reason, String field) {
    faults.clear(reason);
    if (value != JsonToken.NULL
        && !(value == JsonToken.STRING && scanner.string().valueEquals(expected))) {
      faults.add(reason, field + " is not the topic's");
    }
  }

  /** Null is absent; what is no number, or beyond its bound, is no reason to refuse a message. */
  private double coordinate(JsonToken value, double max) {
    if (value == JsonToken.NULL) {
      return Double.NaN;
    }
    double degrees = value == JsonToken.NUMBER ? JsonNumbers.toDouble(scanner) : UNUSABLE;
    return Math.abs(degrees) <= max ? degrees : UNUSABLE;
  }
}

package dev.weir.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** What must be true of a message that was accepted. */
final class AcceptedMessage {

  private AcceptedMessage() {}

  /**
   * Says what its payload says, and can be stored.
   *
   * @param payload as Jackson reads it
   */
  static void check(TelemetryMessage message, Map<String, Reference.Member> payload) {
    Fault.unless(Topic.parse(message.topic().toString()) != null, "its topic is a topic");
    site(message, payload.get("site_id"));
    seq(message, payload.get("seq"));
    time(message, payload.get("ts"));
    metrics(message, payload.get("metrics"));
    Fault.unless(
        !message.hasLocation()
            || (Math.abs(message.latitude()) <= 90 && Math.abs(message.longitude()) <= 180),
        "a location lies on the globe");
  }

  private static void site(TelemetryMessage message, Reference.@Nullable Member member) {
    String site = message.siteId();
    Fault.unless(member != null && site.equals(member.text()), "site_id is the payload's");
    Fault.unless(
        Storable.isBounded(site, 1, 128) && Storable.isPlain(site), "site_id is plain text");
  }

  private static void seq(TelemetryMessage message, Reference.@Nullable Member member) {
    Long seq = message.seq();
    if (member == null || member.kind() == JsonToken.VALUE_NULL) {
      Fault.unless(seq == null, "a seq that is not there is not made up");
      return;
    }
    Fault.unless(
        seq != null && new BigInteger(member.text()).equals(BigInteger.valueOf(seq)),
        "seq is the payload's");
  }

  private static void time(TelemetryMessage message, Reference.@Nullable Member member) {
    long arrival = Judging.ARRIVAL_SECONDS * 1_000_000;
    long micros = message.timeMicros();
    if (member == null || member.kind() == JsonToken.VALUE_NULL) {
      Fault.unless(micros == arrival, "without ts the arrival counts");
      return;
    }
    Fault.unless(
        micros >= arrival - 2_592_000_000_000L && micros <= arrival + 300_000_000L,
        "the time lies in its window");
    Fault.unless(
        member.kind() == JsonToken.VALUE_STRING
            ? Objects.equals(micros, IsoOracle.micros(member.text()))
            : UnixOracle.agrees(member.text(), micros),
        "ts is what the JDK says");
  }

  private static void metrics(TelemetryMessage message, Reference.@Nullable Member member) {
    Slice slice = message.metrics();
    List<String> tokens =
        Reference.tokens(new String(slice.bytes(), slice.offset(), slice.length(), UTF_8));
    if (tokens == null || !tokens.getFirst().equals("START_OBJECT")) {
      Fault.unless(false, "metrics are an object");
      return;
    }
    String source =
        member != null && member.kind() == JsonToken.START_OBJECT ? member.source() : "{}";
    Fault.unless(tokens.equals(Reference.tokens(source)), "metrics are the payload's");
    int members = 0;
    for (int i = 2; i < tokens.size() - 2; i += 4) {
      key(tokens.get(i), tokens.get(i + 1));
      value(tokens.get(i + 2), tokens.get(i + 3));
      members++;
    }
    Fault.unless(members <= 50, "there are at most 50 metrics");
    Fault.unless(
        members > 0 || !message.topic().msgType().equals("telemetry"), "telemetry has metrics");
  }

  private static void key(String kind, String key) {
    Fault.unless(kind.equals("PROPERTY_NAME"), "metrics are flat");
    Fault.unless(
        Storable.isBounded(key, 1, 128) && Storable.isPlain(key), "a metric's key is plain text");
  }

  private static void value(String kind, String text) {
    switch (kind) {
      case "VALUE_TRUE", "VALUE_FALSE" -> {}
      case "VALUE_STRING" ->
          Fault.unless(
              Storable.isBounded(text, 0, 1_024) && Storable.isText(text),
              "jsonb can hold a metric's string");
      case "VALUE_NUMBER_INT", "VALUE_NUMBER_FLOAT" ->
          Fault.unless(
              Storable.isNumber(text) && Double.isFinite(Double.parseDouble(text)),
              "jsonb can hold a metric's number");
      default -> Fault.unless(false, "a metric is a number, a boolean or a string");
    }
  }
}

package dev.weir.app.simulate;

import dev.weir.app.simulate.SimulatedMessage.Form;
import dev.weir.core.verdict.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes the messages of a run: the same index always gives the same message and the same
 * expectation. The limits that bad messages break are those of the default settings. Safe for use
 * by many threads.
 */
public final class MessageMaker {

  private final Fleet fleet;
  private final Mix mix;
  private final Draw draw;
  private final Kinds kinds;
  private final Readings readings;
  private final String run;

  /**
   * A maker for a run.
   *
   * @param start time of the first reading; the arrival of no message may be more than the age
   *     limit after it
   * @param intervalNanos from one message's reading to the next one's
   */
  public MessageMaker(long seed, Fleet fleet, Mix mix, Instant start, long intervalNanos) {
    this.fleet = fleet;
    this.mix = mix;
    this.draw = new Draw(seed);
    this.kinds = new Kinds(draw, mix);
    this.readings = new Readings(draw, start, intervalNanos);
    this.run = Long.toString(seed, 36) + '.' + Long.toString(start.toEpochMilli(), 36);
  }

  /** The message of an index from 0. */
  public SimulatedMessage make(long index) {
    Expectation expectation = kinds.at(index);
    return switch (expectation) {
      case Expectation.Stored _ -> good(index, index, expectation);
      case Expectation.Duplicate _ -> good(index, kinds.sourceOf(index, expectation), expectation);
      case Expectation.Rejected rejected -> bad(index, rejected);
    };
  }

  /** A reading that passes all checks: the index's own, or an earlier one again. */
  private SimulatedMessage good(long index, long reading, Expectation expectation) {
    FleetDevice device = fleet.sender(reading);
    Payload payload = readings.payload(reading, device);
    if (!kinds.isNumbered(reading)) {
      payload.seq = null;
    }
    if (index != reading) {
      // The same bytes again the ways in recognise, and publish once: nothing would be left to
      // the lanes.
      payload.attempt = Long.toString(index);
    }
    return message(index, device, payload, expectation);
  }

  private SimulatedMessage bad(long index, Expectation.Rejected rejected) {
    int variant = draw.below(Draw.Purpose.VARIANT, index, 12);
    RejectReason reason = rejected.reason();
    return switch (reason) {
      case BAD_TOPIC_FORMAT -> badTopic(index, variant, rejected);
      case INVALID_JSON -> badJson(index, variant, rejected);
      case DUPLICATE_KEY_CONFLICT -> conflict(index, rejected);
      case UNREGISTERED_DEVICE -> whole(index, fleet.stranger(index), rejected);
      case TOKEN_NOT_SET_IN_REGISTRY -> whole(index, fleet.tokenless(index), rejected);
      case DEVICE_REVOKED -> whole(index, fleet.revoked(index), rejected);
      default -> {
        FleetDevice device = fleet.sender(index);
        Payload payload = readings.payload(index, device);
        Flaws.spoil(payload, reason, variant, readings.timeOf(index));
        yield message(index, device, payload, rejected);
      }
    };
  }

  private SimulatedMessage whole(long index, FleetDevice device, Expectation expectation) {
    return message(index, device, readings.payload(index, device), expectation);
  }

  /** An earlier reading with a measurement that is not its own. */
  private SimulatedMessage conflict(long index, Expectation expectation) {
    long source = kinds.sourceOf(index, expectation);
    FleetDevice device = fleet.sender(source);
    Payload payload = readings.payload(source, device);
    payload.metrics = "{\"temp_c\":" + (1_000_000 + index) + '}';
    return message(index, device, payload, expectation);
  }

  private SimulatedMessage badTopic(long index, int variant, Expectation expectation) {
    FleetDevice device = fleet.sender(index);
    String payload = readings.payload(index, device).toJson();
    String tenant = device.tenantId();
    int kind = variant % (mix.transport().carriesAnyTopic() ? 4 : 3);
    String topic =
        switch (kind) {
          case 0 -> "tenant/" + tenant + "/devices/" + device.deviceId() + "/telemetry";
          case 1 -> "tenant/" + tenant + "/device/" + device.deviceId();
          case 2 -> "tenant/" + tenant + "/device/" + device.deviceId() + "/TELEMETRY";
          default -> "fleet/" + device.deviceId() + "/telemetry";
        };
    String owner = kind == 3 ? null : tenant;
    if (isNative(index)) {
      return new SimulatedMessage(
          index, id(index), Form.NATIVE, topic, owner, null, null, utf8(payload), expectation);
    }
    String body =
        variant < 4
            ? "{\"payload\":" + payload + '}'
            : Envelopes.wrap(topic, payload, variant % 2 == 0);
    return new SimulatedMessage(
        index, id(index), Form.ENVELOPE, topic, owner, null, null, utf8(body), expectation);
  }

  private SimulatedMessage badJson(long index, int variant, Expectation expectation) {
    FleetDevice device = fleet.sender(index);
    String payload = readings.payload(index, device).toJson();
    byte[] body =
        isNative(index)
            ? Flaws.brokenPayload(payload, variant)
            : Flaws.brokenEnvelope(device.topic(), payload, variant);
    return new SimulatedMessage(
        index,
        id(index),
        isNative(index) ? Form.NATIVE : Form.ENVELOPE,
        device.topic(),
        device.tenantId(),
        device.deviceId(),
        null,
        body,
        expectation);
  }

  private SimulatedMessage message(
      long index, FleetDevice device, Payload payload, Expectation expectation) {
    int style = draw.below(Draw.Purpose.STYLE, index, 4);
    String beside = null;
    String body;
    if (isNative(index)) {
      beside = style == 0 && mix.transport().carriesTokens() ? takeToken(payload) : null;
      body = payload.toJson();
    } else {
      body = Envelopes.wrap(device.topic(), payload.toJson(), style == 0);
    }
    return new SimulatedMessage(
        index,
        id(index),
        isNative(index) ? Form.NATIVE : Form.ENVELOPE,
        device.topic(),
        device.tenantId(),
        device.deviceId(),
        beside,
        utf8(body),
        expectation);
  }

  /** Moves the token out of the payload, for the header; null where it holds none. */
  private static @Nullable String takeToken(Payload payload) {
    String token = payload.token;
    payload.token = null;
    return token == null ? null : token.substring(1, token.length() - 1);
  }

  private boolean isNative(long index) {
    return draw.fraction(Draw.Purpose.FORM, index) < mix.nativeShare();
  }

  private String id(long index) {
    return run + '.' + Long.toString(index, 36);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

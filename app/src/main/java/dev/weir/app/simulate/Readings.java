package dev.weir.app.simulate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What devices measure: a payload that passes every check, for any index. */
final class Readings {

  private static final String FIRMWARE =
      "\"weather-station-200/eu868/4.2.1+20260114.a1b2c3d4e5f6\"";

  private final Draw draw;
  private final Instant start;
  private final long intervalNanos;

  Readings(Draw draw, Instant start, long intervalNanos) {
    this.draw = draw;
    this.start = start.truncatedTo(ChronoUnit.MILLIS);
    this.intervalNanos = intervalNanos;
  }

  /** When the reading of an index was taken, to the microsecond. */
  Instant timeOf(long index) {
    return start.plusNanos(index * intervalNanos).truncatedTo(ChronoUnit.MICROS);
  }

  Payload payload(long index, FleetDevice device) {
    Payload payload = new Payload();
    payload.siteId = Payload.quote(device.siteId());
    payload.ts = time(index);
    payload.seq = Long.toString(index + 1);
    payload.metrics = metrics(index);
    payload.token = Payload.quote(device.token());
    payload.tenantId = Payload.quote(device.tenantId());
    payload.deviceId = Payload.quote(device.deviceId());
    payload.latitude = number(52.5 + (device.deviceId().hashCode() % 1_000) / 10_000.0, 5);
    payload.longitude = number(13.4 + (device.siteId().hashCode() % 1_000) / 10_000.0, 5);
    payload.firmware = FIRMWARE;
    return payload;
  }

  /** Devices tell the time in more ways than one. */
  private String time(long index) {
    Instant time = timeOf(index);
    return switch (draw.below(Draw.Purpose.CLOCK, index, 4)) {
      case 0 -> Long.toString(time.toEpochMilli());
      case 1 -> '"' + time.toString().replace("Z", "+00:00") + '"';
      default -> '"' + time.toString() + '"';
    };
  }

  private String metrics(long index) {
    return "{\"temp_c\":"
        + measure(Draw.Purpose.TEMPERATURE, index, -10, 35, 2)
        + ",\"humidity\":"
        + measure(Draw.Purpose.HUMIDITY, index, 20, 95, 1)
        + ",\"pressure\":"
        + measure(Draw.Purpose.PRESSURE, index, 970, 1_045, 2)
        + ",\"battery\":"
        + draw.below(Draw.Purpose.BATTERY, index, 101)
        + '}';
  }

  private String measure(Draw.Purpose purpose, long index, double from, double to, int digits) {
    return number(from + draw.fraction(purpose, index) * (to - from), digits);
  }

  /** Without {@link String#format}, which would cost more than all the rest. */
  private static String number(double value, int digits) {
    long scale = digits == 1 ? 10 : digits == 2 ? 100 : 100_000;
    return Double.toString(Math.round(value * scale) / (double) scale).toLowerCase(Locale.ROOT);
  }
}

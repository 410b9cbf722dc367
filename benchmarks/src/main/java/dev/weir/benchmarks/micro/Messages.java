package dev.weir.benchmarks.micro;

import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.FleetDevice;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.SimulatedMessage;
import dev.weir.app.simulate.SimulatedMessage.Form;
import dev.weir.core.admission.Answers;
import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.admission.TokenHash;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.Subjects;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.payload.MessageReader;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.Verdict.Accepted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * A fleet's messages as a lane gets them, four metrics each, and what the registry knows of who
 * sent them. They are the same in every run.
 */
final class Messages {

  /** Of a batch: one of each device. */
  static final int BATCH = 1_000;

  /** The defaults, with rates that nobody reaches. */
  static final SettingsSnapshot SETTINGS = new SettingsSnapshot(unlimited(), Map.of());

  private static final long SEED = 7;
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofMillis(1);
  private static final Duration ON_THE_WAY = Duration.ofMillis(20);
  private static final Fleet FLEET = new Fleet(SEED, "bench", 1, BATCH);

  private Messages() {}

  /** A batch of readings that pass every check. */
  static List<Envelope> good(Form form) {
    return of(form == Form.NATIVE ? Mix.allGood() : new Mix(0, 0, Map.of()), BATCH);
  }

  /** As many as wanted, made up as a mix says. */
  static List<Envelope> of(Mix mix, int messages) {
    MessageMaker maker = new MessageMaker(SEED, FLEET, mix, START, INTERVAL.toNanos());
    return LongStream.range(0, messages).mapToObj(i -> envelope(maker.make(i))).toList();
  }

  /** What is read from messages, all of which are good. */
  static List<TelemetryMessage> read(List<Envelope> envelopes) {
    MessageReader reader = new MessageReader();
    return envelopes.stream()
        .map(envelope -> ((Accepted) reader.read(envelope, SETTINGS)).message())
        .toList();
  }

  /** The registry's answers about the fleet. */
  static Answers answers() {
    Map<DeviceKey, Device> devices = new HashMap<>();
    for (FleetDevice device : FLEET.registered()) {
      devices.put(
          new DeviceKey(device.tenantId(), device.deviceId()),
          new Device(
              device.siteId(),
              device.status(),
              device.tokenRegistered() ? TokenHash.of(new ProvisionToken(device.token())) : null,
              null,
              List.of()));
    }
    Map<String, TenantAccount> tenants = new HashMap<>();
    for (String tenant : FLEET.tenants()) {
      tenants.put(tenant, new TenantAccount(Device.ACTIVE, Map.of()));
    }
    return new Answers(devices, tenants);
  }

  private static Envelope envelope(SimulatedMessage message) {
    Instant arrival = START.plus(INTERVAL.multipliedBy(message.index())).plus(ON_THE_WAY);
    String tenant = message.tenantId();
    boolean isNative = message.form() == Form.NATIVE;
    return new Envelope(
        message.index() + 1,
        TimeUnit.SECONDS.toNanos(arrival.getEpochSecond()) + arrival.getNano(),
        tenant == null ? Subjects.UNREADABLE_TENANT : Subjects.encodeTenant(tenant),
        isNative ? message.topic() : null,
        message.token(),
        null,
        -1,
        message.body());
  }

  private static Settings unlimited() {
    Settings defaults = Settings.DEFAULTS;
    return new Settings(
        1_000_000,
        1_000_000,
        defaults.tenantRateLimitRps(),
        defaults.tenantRateLimitBurst(),
        defaults.maxPayloadBytes(),
        defaults.maxMetrics(),
        defaults.maxMetricKeyLength(),
        defaults.maxFutureSeconds(),
        defaults.maxAgeSeconds(),
        defaults.storeRejects(),
        defaults.maxStoredRejectsPerMinute());
  }
}

package dev.weir.fuzz;

import dev.weir.core.admission.AdmissionConfig;
import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceProvisioning;
import dev.weir.core.admission.DeviceRegistry;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.admission.Validity;
import dev.weir.core.message.Envelope;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.Verdict;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.batch.Judge;
import dev.weir.ingest.batch.Judges;
import dev.weir.ingest.registry.CachedRegistry;
import dev.weir.ingest.route.CachedRoutes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A lane's judge, before a registry in which every device is registered, of any site. */
final class Judging {

  static final String TENANT = "t1";
  static final String TOPIC = "tenant/t1/device/d1/telemetry";

  /** 2026-01-31T12:00:00Z. */
  static final long ARRIVAL_SECONDS = 1_769_860_800L;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Judge JUDGE = judge();

  private Judging() {}

  /**
   * A message that arrived at {@link #ARRIVAL_SECONDS}.
   *
   * @param topic null for the envelope form
   */
  static Envelope message(@Nullable String topic, byte[] body) {
    return new Envelope(1, ARRIVAL_SECONDS * 1_000_000_000, TENANT, topic, null, null, -1, body);
  }

  /** All rules are applied; what it charges to the device's bucket is never committed. */
  static Verdict verdict(Envelope envelope) {
    return JUDGE
        .judge(List.of(envelope), 0, SettingsSnapshot.DEFAULTS)
        .messages()
        .getFirst()
        .verdict();
  }

  private static Judge judge() {
    IngestConfig config =
        new IngestConfig(
            "fuzz",
            1,
            1_000,
            1,
            1_000,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            HOUR,
            100,
            new AdmissionConfig(false, false, false, Duration.ZERO),
            HOUR,
            HOUR,
            HOUR,
            10,
            HOUR);
    DeviceProvisioning nobody =
        (devices, tenants) -> {
          throw new IllegalStateException("devices do not register themselves here");
        };
    CachedRegistry registry =
        new CachedRegistry(new Everybody(), HOUR, config.cacheSize(), (hits, misses) -> {});
    return new Judges(
            config,
            registry,
            nobody,
            ids -> Map.of(),
            new CachedRoutes(tenants -> Map.of(), config.cacheTtl(), config.cacheSize()))
        .of("TELEMETRY-0");
  }

  private static final class Everybody implements DeviceRegistry {

    private static final Device DEVICE = new Device(null, Device.ACTIVE, null, null, List.of());
    private static final TenantAccount ACCOUNT = new TenantAccount("ACTIVE", Map.of());

    @Override
    public Map<DeviceKey, Device> findDevices(Collection<DeviceKey> keys) {
      return keys.stream().collect(Collectors.toMap(Function.identity(), key -> DEVICE));
    }

    @Override
    public Map<String, TenantAccount> findTenants(Collection<String> tenantIds) {
      return tenantIds.stream().collect(Collectors.toMap(Function.identity(), id -> ACCOUNT));
    }

    @Override
    public Map<DeviceKey, List<Validity>> findCertificates(Collection<DeviceKey> keys) {
      return Map.of();
    }
  }
}

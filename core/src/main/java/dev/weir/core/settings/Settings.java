package dev.weir.core.settings;

/**
 * Live settings in force for one tenant. Bounds and defaults are those of {@link SettingKey}.
 *
 * @param rateLimitRps messages a second and device
 * @param rateLimitBurst messages a device may send at once
 * @param tenantRateLimitRps messages a second of a tenant, 0 for no limit
 * @param tenantRateLimitBurst messages a tenant may send at once
 * @param maxPayloadBytes bytes of a payload
 * @param maxMetrics members of {@code metrics}
 * @param maxMetricKeyLength code points of a metric's key
 * @param maxFutureSeconds how far a reading may lie after its arrival
 * @param maxAgeSeconds how far before
 * @param storeRejects whether refused messages are stored, or only counted
 * @param maxStoredRejectsPerMinute stored at most, per tenant and minute of arrival
 */
public record Settings(
    double rateLimitRps,
    double rateLimitBurst,
    double tenantRateLimitRps,
    double tenantRateLimitBurst,
    int maxPayloadBytes,
    int maxMetrics,
    int maxMetricKeyLength,
    long maxFutureSeconds,
    long maxAgeSeconds,
    boolean storeRejects,
    int maxStoredRejectsPerMinute) {

  public static final Settings DEFAULTS =
      new Settings(5, 20, 0, 1_000, 8_192, 50, 128, 300, 2_592_000, true, 1_000);
}

package dev.weir.timescale.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device as commands show it: everything but its token's hash.
 *
 * @param hasToken whether a token is set
 * @param latitude degrees; null where unknown
 * @param longitude degrees; null where unknown
 * @param locationSource {@code auto} or {@code manual}
 */
public record RegisteredDevice(
    String tenantId,
    String deviceId,
    @Nullable String siteId,
    String status,
    boolean hasToken,
    @Nullable String subscriptionId,
    @Nullable Double latitude,
    @Nullable Double longitude,
    String locationSource,
    Instant createdAt,
    Instant updatedAt) {}

package dev.weir.core.admission;

import org.jspecify.annotations.Nullable;

/**
 * A device as the registry knows it.
 *
 * @param siteId null where the registry names none
 * @param status {@code ACTIVE}, or anything else for a device that may not send
 * @param tenantStatus {@code ACTIVE}, or anything else for a tenant whose devices may not send;
 *     null where the registry has no such tenant, which bars nobody
 * @param tokenHash SHA-256 of its provision token; null where none is set
 */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time, never by equals
public record Device(
    @Nullable String siteId,
    String status,
    @Nullable String tenantStatus,
    byte @Nullable [] tokenHash) {

  public static final String ACTIVE = "ACTIVE";
}

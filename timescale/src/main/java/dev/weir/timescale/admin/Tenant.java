package dev.weir.timescale.admin;

import java.time.Instant;

/**
 * A tenant.
 *
 * @param status {@code ACTIVE}, or anything else for a tenant that may not send
 */
public record Tenant(String tenantId, String name, String status, Instant createdAt) {}

package dev.weir.core.store;

import dev.weir.core.verdict.RejectReason;

/**
 * Refusals of one kind in one minute.
 *
 * @param minute of arrival, minutes since 1970
 * @param tenantId {@value #UNKNOWN} where the tenant could not be read or does not exist
 */
public record RejectCount(long minute, String tenantId, RejectReason reason, long count) {

  public static final String UNKNOWN = "unknown";
}

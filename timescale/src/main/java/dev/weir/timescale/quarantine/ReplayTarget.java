package dev.weir.timescale.quarantine;

import org.jspecify.annotations.Nullable;

/**
 * An event that a replay has taken up.
 *
 * @param subjectTenant last token of the subject that it came under
 * @param deviceId null where none could be read
 */
public record ReplayTarget(long eventId, String subjectTenant, @Nullable String deviceId) {}

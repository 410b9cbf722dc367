package dev.weir.timescale.quarantine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of the quarantine in a line.
 *
 * @param replayOutcome what came of its last replay; null where there was none, or is none yet
 */
public record QuarantineSummary(
    long id,
    Instant ingestedAt,
    @Nullable String tenantId,
    @Nullable String deviceId,
    String reason,
    String detail,
    @Nullable String replayOutcome) {}

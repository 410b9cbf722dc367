package dev.weir.core.quarantine;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Slice;
import dev.weir.core.verdict.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * A refused message as it is kept: whatever of it could be read, storable as it stands.
 *
 * @param eventMicros the reading's own time, microseconds since 1970; null where it has none
 * @param topic printable, cut to a bound
 * @param payload the device's payload where it is JSON that jsonb can hold, its token masked
 * @param raw else its bytes, the first 8 KiB, its token masked
 * @param username the identity that was vouched for; null where none was
 * @param bodySize bytes of the payload as they arrived
 * @param isWhole false where only the beginning is kept
 * @param tokenHash SHA-256 of the token presented; null where there was none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to a row
public record QuarantineEvent(
    Envelope envelope,
    @Nullable Long eventMicros,
    @Nullable String topic,
    @Nullable String tenantId,
    @Nullable String siteId,
    @Nullable String deviceId,
    @Nullable String msgType,
    RejectReason reason,
    String detail,
    @Nullable Slice payload,
    byte @Nullable [] raw,
    @Nullable String username,
    long bodySize,
    boolean isWhole,
    byte @Nullable [] tokenHash) {}

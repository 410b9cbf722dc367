package dev.weir.timescale.deadletter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter.
 *
 * @param tenantId null where whoever wrote the row left it out; likewise all others that may be
 * @param destinationConfig JSON, without secrets
 * @param payload JSON; null where jsonb cannot hold it
 * @param raw the payload then
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to a terminal
public record DeadLetterDetails(
    long id,
    @Nullable String tenantId,
    @Nullable Long routeId,
    @Nullable String deliveryId,
    @Nullable String topic,
    @Nullable String destinationType,
    String destinationConfig,
    @Nullable String error,
    int attempts,
    String status,
    Instant createdAt,
    Instant failedAt,
    int replays,
    @Nullable Instant replayedAt,
    @Nullable String payload,
    byte @Nullable [] raw) {}

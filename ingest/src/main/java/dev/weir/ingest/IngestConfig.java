package dev.weir.ingest;

import dev.weir.core.admission.AdmissionConfig;
import java.time.Duration;

/**
 * What an ingest process is told when it starts.
 *
 * @param member name of this process among those that share the lanes; unique
 * @param workers lanes that work at the same moment
 * @param queueSize messages held in memory, all lanes together
 * @param minBatchSize rows below which a batch is never cut, however slow the database, and for
 *     which it does not gather
 * @param maxBatchSize rows of a batch at the most
 * @param flushInterval the longest that a message waits for others
 * @param lease how long a lane stays with a silent owner
 * @param cacheTtl how long the registry's answers are remembered
 * @param cacheSize devices remembered, and as many unknown ones
 * @param admission what admission is told
 * @param bucketTtl how long an idle rate limit bucket is kept at the least
 * @param bucketCleanup time between two looks for idle ones
 * @param replayWindow how long committed messages stay in the stream
 * @param replayPercent share of the stream's size that they may take, in percent
 * @param stateInterval least time between two writes of a device's state; zero for none
 */
public record IngestConfig(
    String member,
    int workers,
    int queueSize,
    int minBatchSize,
    int maxBatchSize,
    Duration flushInterval,
    Duration lease,
    Duration cacheTtl,
    int cacheSize,
    AdmissionConfig admission,
    Duration bucketTtl,
    Duration bucketCleanup,
    Duration replayWindow,
    int replayPercent,
    Duration stateInterval) {}

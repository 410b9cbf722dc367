package dev.weir.gateway.http;

import dev.weir.core.admission.AdmissionConfig;
import java.time.Duration;

/**
 * What the endpoints are told when the process starts.
 *
 * @param admission who may send
 * @param bucketTtl how long an idle rate limit bucket is kept
 * @param bucketCleanup time between two looks for idle ones
 * @param maxBatchBytes of a batch's body, inflated
 * @param maxRequests that are worked on at the same time; more are told to come back
 * @param maxLookups questions to the registry at the same time, at least 1
 * @param maxMemory bytes that the bodies of all requests may take together
 */
public record GatewayConfig(
    AdmissionConfig admission,
    Duration bucketTtl,
    Duration bucketCleanup,
    int maxBatchBytes,
    int maxRequests,
    int maxLookups,
    long maxMemory) {}

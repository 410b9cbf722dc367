package dev.weir.core.admission;

import java.time.Duration;

/**
 * What a process is told of admission when it starts.
 *
 * @param requireToken whether a provision token is required; where it is not, tokens are not looked
 *     at
 * @param certificates whether a certificate that the broker vouches for may stand in for the token
 * @param autoProvision whether unknown devices of known tenants are registered
 * @param grace how long a subscription still counts after its term
 */
public record AdmissionConfig(
    boolean requireToken, boolean certificates, boolean autoProvision, Duration grace) {}

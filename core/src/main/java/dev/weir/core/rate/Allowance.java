package dev.weir.core.rate;

/**
 * What is left of a rate limit.
 *
 * @param remaining messages that may be sent at once, from 0
 * @param nanosToNext until one more may be; 0 where one may be now
 * @param nanosToFull until as many may be as ever
 */
public record Allowance(long remaining, long nanosToNext, long nanosToFull) {}

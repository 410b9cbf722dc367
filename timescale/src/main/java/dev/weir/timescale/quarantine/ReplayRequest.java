package dev.weir.timescale.quarantine;

/**
 * What is to be replayed.
 *
 * @param again whether events that were replayed with success are meant as well
 * @param limit at most so many, the oldest first
 * @param requestedBy whoever asks for it
 */
public record ReplayRequest(
    QuarantineFilter filter, boolean again, int limit, String requestedBy) {}

package dev.weir.core.lane;

/**
 * Messages a lane has accounted for since it was made.
 *
 * @param gaps sequences that the stream skipped: messages deleted before they were read
 */
public record LaneTotals(long stored, long quarantined, long duplicates, long gaps) {}

package dev.weir.core.stream;

/**
 * A stream at one moment.
 *
 * @param createdNanos when it was made, nanoseconds since 1970
 * @param firstSeq sequence of the oldest message it holds; {@code lastSeq + 1} where it is empty
 * @param lastSeq sequence of the newest message it ever took
 * @param bytes what it holds
 * @param maxBytes what it may hold; −1 for no limit
 * @param maxMessagesPerSubject messages it may hold of one tenant, committed ones included; −1 for
 *     no limit
 */
public record StreamState(
    String stream,
    long createdNanos,
    long firstSeq,
    long lastSeq,
    long messages,
    long bytes,
    long maxBytes,
    long maxMessagesPerSubject) {}

package dev.weir.core.table;

/**
 * A 128-bit fingerprint of a name, made by a {@link NameHash} and of use beside that one alone.
 *
 * @param low never 0
 */
public record Fingerprint(long high, long low) {}

package dev.weir.chaos.ledger;

/**
 * What one publisher got acknowledged.
 *
 * @param generation which creation of the streams took it, from 0
 */
public record Load(int generation, Acknowledged acknowledged) {}

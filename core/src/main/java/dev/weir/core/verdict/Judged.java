package dev.weir.core.verdict;

import dev.weir.core.message.Envelope;

/** A message and its verdict: what a batch is made of. */
public record Judged(Envelope envelope, Verdict verdict) {}

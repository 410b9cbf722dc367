package dev.weir.benchmarks.growth;

import dev.weir.benchmarks.Drain;
import dev.weir.benchmarks.Figures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found at a point, by medians of the rounds.
 *
 * @param label the point's
 * @param at the number that grows
 * @param rounds messages a second of each
 * @param rawCopyRowsPerSecond null where not every message is a row
 * @param ratioToRawCopy the median of the rounds' own ratios; likewise
 * @param residentBytes of the ingest process, at the end
 */
record PointFigures(
    String label,
    double at,
    double messagesPerSecond,
    List<Double> rounds,
    @Nullable Double rawCopyRowsPerSecond,
    @Nullable Double ratioToRawCopy,
    Figures.CpuMicros cpuMicrosPerMessage,
    double messagesPerBatch,
    long residentBytes) {

  /** A backlog, and raw COPY of its rows; null where not every message is one. */
  record Round(Drain drain, @Nullable Double copied) {}

  static PointFigures of(Point point, List<Round> rounds, long residentBytes) {
    List<Drain> drains = rounds.stream().map(Round::drain).toList();
    boolean copied = point.storesAll();
    return new PointFigures(
        point.label(),
        point.at(),
        Figures.median(drains, Drain::perSecond),
        drains.stream().map(Drain::perSecond).toList(),
        copied ? Figures.median(rounds, PointFigures::copied) : null,
        copied ? Figures.median(rounds, r -> r.drain().perSecond() / copied(r)) : null,
        Figures.CpuMicros.of(drains),
        Figures.median(drains, Drain::messagesPerBatch),
        residentBytes);
  }

  private static double copied(Round round) {
    Double copied = round.copied();
    return copied == null ? Double.NaN : copied;
  }
}

package dev.weir.benchmarks.growth;

import dev.weir.benchmarks.Figures;
import dev.weir.benchmarks.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Curves as if they had been measured. */
final class Examples {

  private Examples() {}

  static CurveFigures curve(String commit, PointFigures... points) {
    return new CurveFigures(
        new Machine("2026-01-31", commit, "a processor", 2, 1L << 34, "25", "17.1", "2.19"),
        new CurveFigures.Setting(2_000, 1_000, 3, "-Xmx512m"),
        List.of(points));
  }

  static PointFigures point(double at, double perSecond, @Nullable Double copied) {
    return new PointFigures(
        "%,.0f".formatted(at),
        at,
        perSecond,
        List.of(perSecond),
        copied,
        copied == null ? null : perSecond / copied,
        new Figures.CpuMicros(12.5, 2.5, copied == null ? null : 14.0, null),
        4_000,
        512L << 20);
  }
}

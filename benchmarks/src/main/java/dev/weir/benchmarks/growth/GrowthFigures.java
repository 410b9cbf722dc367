package dev.weir.benchmarks.growth;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Curves that were measured, each at its time.
 *
 * @param curves by their names
 */
record GrowthFigures(Map<String, CurveFigures> curves) {

  static final GrowthFigures NONE = new GrowthFigures(Map.of());

  /** The same, with curves that were measured later. */
  GrowthFigures with(Map<Curve, CurveFigures> later) {
    Map<String, CurveFigures> all = new TreeMap<>(curves);
    later.forEach((curve, figures) -> all.put(curve.toString(), figures));
    return new GrowthFigures(all);
  }

  /** Those of curves that there are, in their order. */
  Map<Curve, CurveFigures> byCurve() {
    Map<Curve, CurveFigures> ordered = new EnumMap<>(Curve.class);
    for (Curve curve : Curve.values()) {
      CurveFigures figures = curves.get(curve.toString());
      if (figures != null) {
        ordered.put(curve, figures);
      }
    }
    return ordered;
  }
}

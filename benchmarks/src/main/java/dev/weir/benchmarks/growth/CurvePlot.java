package dev.weir.benchmarks.growth;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Messages a second along a curve, and raw COPY beside them, as SVG. */
final class CurvePlot {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int LEFT = 90;
  private static final int RIGHT = 590;
  private static final int TOP = 50;
  private static final int BOTTOM = 250;

  private static final String INGEST = "#2b6cb0";
  private static final String COPY = "#a0aec0";

  private final Curve curve;
  private final List<PointFigures> points;
  private final List<Double> places;
  private final double step;
  private final double most;
  private final StringBuilder svg = new StringBuilder();

  private CurvePlot(Curve curve, List<PointFigures> points) {
    this.curve = curve;
    this.points = points;
    places = curve.scale().places(points.stream().map(PointFigures::at).toList());
    double highest =
        points.stream()
            .mapToDouble(point ->
                Math.max(
                    point.messagesPerSecond(),
                    Objects.requireNonNullElse(point.rawCopyRowsPerSecond(), 0.0)))
            .max()
            .orElseThrow();
    step = step(highest);
    most = Math.ceil(highest / step) * step;
  }

  /** Draws. */
  static String of(Curve curve, CurveFigures figures) {
    return new CurvePlot(curve, figures.points()).draw(figures.machine().commit());
  }

  private String draw(String commit) {
    svg.append(
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='14'>\n"
            .formatted(WIDTH, HEIGHT));
    svg.append("<rect width='100%' height='100%' fill='white'/>\n");
    text(8, 22, "start", "a second, commit " + commit);
    text(RIGHT - 100, 22, "end", INGEST, "messages of serve ingest");
    text(RIGHT, 22, "end", COPY, "raw COPY");
    for (double at = 0; at <= most; at += step) {
      line(LEFT, y(at), RIGHT, y(at), "#e2e8f0");
      text(LEFT - 8, y(at) + 5, "end", String.format(ROOT, "%,.0f", at));
    }
    for (int i = 0; i < points.size(); i++) {
      text(x(i), BOTTOM + 22, "middle", points.get(i).label());
    }
    text((LEFT + RIGHT) / 2.0, BOTTOM + 50, "middle", curve.axis());
    series(PointFigures::rawCopyRowsPerSecond, COPY);
    series(PointFigures::messagesPerSecond, INGEST);
    return svg.append("</svg>\n").toString();
  }

  /** A line with a dot at each point; none where nothing is known. */
  private void series(Function<PointFigures, @Nullable Double> figure, String colour) {
    for (int i = 0; i < points.size(); i++) {
      Double value = figure.apply(points.get(i));
      if (value == null) {
        continue;
      }
      Double before = i == 0 ? null : figure.apply(points.get(i - 1));
      if (before != null) {
        line(x(i - 1), y(before), x(i), y(value), colour);
      }
      svg.append(
          String.format(
              ROOT, "<circle cx='%.1f' cy='%.1f' r='4' fill='%s'/>\n", x(i), y(value), colour));
    }
  }

  private double x(int point) {
    return LEFT + 20 + (RIGHT - LEFT - 40) * places.get(point);
  }

  private double y(double value) {
    return BOTTOM - (BOTTOM - TOP) * value / most;
  }

  /** Of 1, 2 or 5 and noughts the least that makes at most six lines. */
  static double step(double highest) {
    double unit = Math.pow(10, Math.floor(Math.log10(highest)) - 1);
    for (double times : new double[] {1, 2, 5, 10, 20}) {
      if (highest <= 5 * times * unit) {
        return times * unit;
      }
    }
    return 50 * unit;
  }

  private void line(double x1, double y1, double x2, double y2, String colour) {
    svg.append(
        String.format(
            ROOT,
            "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s' stroke-width='2'/>\n",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private void text(double x, double y, String anchor, String what) {
    text(x, y, anchor, "black", what);
  }

  private void text(double x, double y, String anchor, String colour, String what) {
    svg.append(
        String.format(
            ROOT,
            "<text x='%.1f' y='%.1f' text-anchor='%s' fill='%s'>%s</text>\n",
            x,
            y,
            anchor,
            colour,
            what));
  }
}

package dev.weir.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Messages a second as bars, as SVG. */
final class BarPlot {

  private static final int WIDTH = 640;
  private static final int BARS_FROM = 170;
  private static final int BARS_TO = 520;
  private static final int ROW = 36;

  private BarPlot() {}

  static String of(Figures figures) {
    Figures.Throughput throughput = figures.throughput();
    Map<String, Double> bars = new LinkedHashMap<>();
    bars.put("JetStream read alone", throughput.jetstreamReadMessagesPerSecond());
    bars.put("raw COPY", throughput.rawCopyRowsPerSecond());
    bars.put("serve ingest", throughput.messagesPerSecond());
    double most = bars.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='14'>%n"
            .formatted(WIDTH, ROW * (bars.size() + 1)));
    svg.append(
        "<rect width='100%%' height='100%%' fill='white'/>%n<text x='8' y='22'>messages a second, commit %s</text>%n"
            .formatted(figures.machine().commit()));
    int row = 1;
    for (Map.Entry<String, Double> bar : bars.entrySet()) {
      int top = ROW * row++;
      int length = (int) Math.round((BARS_TO - BARS_FROM) * bar.getValue() / most);
      svg.append(
          String.format(
              Locale.ROOT,
              """
              <text x='8' y='%d'>%s</text>
              <rect x='%d' y='%d' width='%d' height='20' fill='%s'/>
              <text x='%d' y='%d'>%,.0f</text>
              """,
              top + 18,
              bar.getKey(),
              BARS_FROM,
              top + 3,
              length,
              bar.getKey().equals("serve ingest") ? "#2b6cb0" : "#a0aec0",
              BARS_FROM + length + 8,
              top + 18,
              bar.getValue()));
    }
    return svg.append("</svg>\n").toString();
  }
}

package dev.weir.benchmarks.growth;

import static java.util.Locale.ROOT;

import dev.weir.benchmarks.Figures;
import dev.weir.benchmarks.Machine;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Curves for people. */
final class GrowthTables {

  private static final String UNKNOWN = "–";

  private GrowthTables() {}

  /** All of them, with a plot of each beside it. */
  static String of(Map<Curve, CurveFigures> curves, String name) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # %s

        How `serve ingest` fares with more of one thing, by `./weir bench --growth [CURVE...]`: messages a second of
        backlogs, raw COPY of the same rows into the same table, and microseconds of CPU a message. Medians; each point
        with a process and a database of its own, 1,000 devices of one tenant, four metrics each, four lanes and no routes
        unless it says otherwise. Machines of this kind differ by half from day to day: compare within a curve.
        """
            .formatted(name));
    curves.forEach((curve, figures) -> {
      text.append("\n## ").append(curve).append("\n\n");
      text.append(table(curve, figures));
      text.append("\n![%s](%s-%s.svg)\n".formatted(curve, name, curve));
    });
    return text.toString();
  }

  /** One. */
  static String table(Curve curve, CurveFigures figures) {
    StringBuilder text = new StringBuilder();
    Machine machine = figures.machine();
    CurveFigures.Setting setting = figures.setting();
    text.append(
        """
        %s

        `./weir bench --growth %s`: %d backlogs of %,d messages after one of %,d. %s, %d cores (%s), commit %s; Java %s (`%s`),
        PostgreSQL %s, TimescaleDB %s.

        | %s | messages/s | raw COPY, rows/s | of raw COPY | ingest, µs | PostgreSQL, µs | NATS, µs | of a batch | resident, MiB |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        """
            .formatted(
                curve.told(),
                curve,
                setting.rounds(),
                setting.messages(),
                setting.warmUp(),
                machine.date(),
                machine.cores(),
                machine.processor(),
                machine.commit(),
                machine.java(),
                setting.javaOptions(),
                machine.postgresql(),
                machine.timescaledb(),
                curve.axis()));
    figures.points().forEach(point -> text.append(row(point)));
    return text.toString();
  }

  private static String row(PointFigures point) {
    Figures.CpuMicros cpu = point.cpuMicrosPerMessage();
    return String.format(
        ROOT,
        "| %s | %,.0f | %s | %s | %.1f | %s | %s | %,.0f | %d |\n",
        point.label(),
        point.messagesPerSecond(),
        number("%,.0f", point.rawCopyRowsPerSecond()),
        number("%.2f", point.ratioToRawCopy()),
        cpu.ingest(),
        number("%.1f", cpu.postgresql()),
        number("%.1f", cpu.nats()),
        point.messagesPerBatch(),
        point.residentBytes() >> 20);
  }

  private static String number(String format, @Nullable Double number) {
    return number == null ? UNKNOWN : String.format(ROOT, format, number);
  }
}

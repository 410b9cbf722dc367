package dev.weir.benchmarks;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A result as JSON, as a table and as a plot. */
final class ResultFiles {

  private ResultFiles() {}

  /** Writes {@code NAME.json}, {@code NAME.md} and {@code NAME.svg}. */
  static void write(Figures figures, Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    JsonFile.write(folder.resolve(name + ".json"), figures);
    Files.writeString(folder.resolve(name + ".md"), table(figures, name));
    Files.writeString(folder.resolve(name + ".svg"), BarPlot.of(figures));
  }

  /** For people. */
  static String table(Figures figures, String name) {
    Figures.Throughput throughput = figures.throughput();
    Figures.CpuMicros cpu = figures.cpuMicrosPerMessage();
    Figures.IngestProcess ingest = figures.ingest();
    StringBuilder rows = new StringBuilder();
    row(rows, "raw COPY, two connections", rate(throughput.rawCopyRowsPerSecond()));
    row(rows, "JetStream read alone", rate(throughput.jetstreamReadMessagesPerSecond()));
    row(rows, "`serve ingest`, backlog", rate(throughput.messagesPerSecond()));
    row(rows, "of raw COPY", String.format(ROOT, "%.2f", throughput.ratioToRawCopy()));
    row(rows, "the first, everything cold", rate(throughput.coldMessagesPerSecond()));
    row(rows, "every token wrong, all refused", rate(throughput.refusedMessagesPerSecond()));
    row(rows, "messages of a batch", String.format(ROOT, "%,.0f", throughput.messagesPerBatch()));
    figures.latency().forEach(latency -> row(rows, latency));
    row(
        rows,
        "CPU a message",
        "ingest %s, of which its JIT %s, PostgreSQL %s, NATS %s"
            .formatted(
                micros(cpu.ingest()),
                micros(cpu.jit()),
                micros(cpu.postgresql()),
                micros(cpu.nats())));
    row(rows, "ready after", String.format(ROOT, "%.1f s", ingest.readyMillis() / 1e3));
    row(rows, "resident at the end", (ingest.residentBytes() >> 20) + " MiB");
    row(
        rows,
        "allocated a message",
        String.format(ROOT, "%,.0f bytes", ingest.allocatedBytesPerMessage()));
    row(
        rows,
        "garbage collection",
        String.format(
            ROOT,
            "%.0f pauses, %.2f s of them, the longest %.0f ms",
            ingest.gcPauses(),
            ingest.gcPauseSeconds(),
            ingest.longestGcPauseSeconds() * 1e3));
    Machine machine = figures.machine();
    Figures.Setting setting = figures.setting();
    return """
    # %s

    %d backlogs of %,d messages of %,d devices, four metrics each, every rule on; medians. On %d cores (%s)
    that are shared by everything, %s, commit %s; Java %s (`%s`),
    PostgreSQL %s, TimescaleDB %s.

    | | |
    | --- | --- |
    %s\
    """
        .formatted(
            name,
            setting.rounds(),
            setting.messages(),
            setting.devices(),
            machine.cores(),
            machine.processor(),
            machine.date(),
            machine.commit(),
            machine.java(),
            setting.javaOptions(),
            machine.postgresql(),
            machine.timescaledb(),
            rows);
  }

  private static void row(StringBuilder rows, Latency latency) {
    row(
        rows,
        String.format(ROOT, "publish to commit at %,.0f/s", latency.perSecond()),
        String.format(
            ROOT,
            "half %.1f ms, 99%% %.1f ms, 99.9%% %.1f ms, longest %.1f ms",
            latency.p50(),
            latency.p99(),
            latency.p999(),
            latency.longest()));
  }

  private static void row(StringBuilder rows, String what, String figure) {
    rows.append("| ").append(what).append(" | ").append(figure).append(" |\n");
  }

  private static String micros(@Nullable Double each) {
    return each == null ? "not known" : String.format(ROOT, "%.1f µs", each);
  }

  private static String rate(double perSecond) {
    return String.format(ROOT, "%,.0f/s", perSecond);
  }
}

package dev.weir.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a run found, as it is written into the result. Rates are medians of the rounds. */
record Figures(
    Machine machine,
    Setting setting,
    Throughput throughput,
    List<Latency> latency,
    CpuMicros cpuMicrosPerMessage,
    IngestProcess ingest) {

  /** What was measured. */
  record Setting(int messages, int devices, int metricsPerMessage, int rounds) {}

  /**
   * Of backlogs.
   *
   * @param ratioToRawCopy the median of the rounds' own ratios
   * @param coldMessagesPerSecond of the first backlog, in which every device is seen once at least
   * @param refusedMessagesPerSecond of backlogs in which every token is wrong
   */
  record Throughput(
      double messagesPerSecond,
      double rawCopyRowsPerSecond,
      double ratioToRawCopy,
      double jetstreamReadMessagesPerSecond,
      double messagesPerBatch,
      double coldMessagesPerSecond,
      double refusedMessagesPerSecond,
      List<Double> ratios) {}

  /** Microseconds of CPU a message, while backlogs were ingested. */
  record CpuMicros(double ingest, double postgresql, double nats) {}

  /**
   * The ingest process.
   *
   * @param readyMillis from its start until {@code /ready} answered 200
   * @param residentBytes at the end
   */
  record IngestProcess(
      long readyMillis,
      long residentBytes,
      double allocatedBytesPerMessage,
      double gcPauses,
      double gcPauseSeconds,
      double longestGcPauseSeconds) {}

  static Throughput throughput(
      List<Round> rounds, double cold, List<Double> refused, int messages) {
    return new Throughput(
        median(rounds, Round::ingested),
        median(rounds, Round::copied),
        median(rounds, Round::ratio),
        median(rounds, Round::read),
        messages / median(rounds, Round::batches),
        cold,
        median(refused, Double::doubleValue),
        rounds.stream().map(Round::ratio).toList());
  }

  static CpuMicros cpu(List<Round> rounds, int messages) {
    return new CpuMicros(
        median(rounds, round -> Usage.microsEach(round.usage().ingest(), messages)),
        median(rounds, round -> Usage.microsEach(round.usage().postgresql(), messages)),
        median(rounds, round -> Usage.microsEach(round.usage().nats(), messages)));
  }

  /** Of an even number of rounds the mean of the two in the middle. */
  static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return Arrays.stream(sorted, (sorted.length - 1) / 2, middle + 1).average().orElseThrow();
  }
}

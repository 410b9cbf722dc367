package dev.weir.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a run found, as it is written into the result. Rates are medians of the rounds. */
public record Figures(
    Machine machine,
    Setting setting,
    Throughput throughput,
    List<Latency> latency,
    CpuMicros cpuMicrosPerMessage,
    IngestProcess ingest) {

  /**
   * What was measured.
   *
   * @param javaOptions of the ingest process, its heap among them
   */
  record Setting(
      int messages, int devices, int metricsPerMessage, int rounds, String javaOptions) {}

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

  /**
   * Microseconds of CPU a message, while backlogs were ingested.
   *
   * @param jit what the JIT took of {@code ingest}; null in results from before it was measured
   * @param postgresql null where it is not known
   * @param nats likewise
   */
  public record CpuMicros(
      double ingest, @Nullable Double jit, @Nullable Double postgresql, @Nullable Double nats) {

    private static final double MICROS = 10_000;

    /** Medians. */
    public static CpuMicros of(List<Drain> drains) {
      return new CpuMicros(
          Objects.requireNonNull(each(drains, Usage::ingest)),
          each(drains, Usage::jit),
          each(drains, Usage::postgresql),
          each(drains, Usage::nats));
    }

    private static @Nullable Double each(
        List<Drain> drains, Function<Usage, @Nullable Long> figure) {
      List<Double> known =
          drains.stream()
              .flatMap(drain ->
                  Stream.ofNullable(figure.apply(drain.usage()))
                      .map(hundredths -> hundredths * MICROS / drain.messages()))
              .toList();
      return known.isEmpty() ? null : median(known, Double::doubleValue);
    }
  }

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

  static Throughput throughput(List<Round> rounds, double cold, List<Double> refused) {
    return new Throughput(
        median(rounds, Round::ingested),
        median(rounds, Round::copied),
        median(rounds, Round::ratio),
        median(rounds, Round::read),
        median(rounds, round -> round.drain().messagesPerBatch()),
        cold,
        median(refused, Double::doubleValue),
        rounds.stream().map(Round::ratio).toList());
  }

  /** Of an even number of rounds the mean of the two in the middle. */
  public static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return Arrays.stream(sorted, (sorted.length - 1) / 2, middle + 1).average().orElseThrow();
  }
}

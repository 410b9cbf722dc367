package dev.weir.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.nats.TestNats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A run of seconds: that it measures, and that ingest keeps its share of raw COPY. */
@Tag("alone")
class BenchIT {

  private static final BenchPlan SHORT =
      new BenchPlan(50_000, 0, 3, Duration.ofSeconds(3), Duration.ofSeconds(3));

  /**
   * Of the ratio that is kept in {@code results/ingest.json}. Backlogs of seconds are read by code
   * that is still being compiled, and machines differ; what halves the speed is seen.
   */
  private static final double KEPT_SHARE = 0.5;

  /** What the streams reserve, and as much again. */
  private static final long STORE_BYTES = 2 * (Stage.PARTITIONS + 1) * Stage.STREAM_BYTES;

  @TempDir private Path folder;

  @Test
  void ingestKeepsItsShareOfRawCopy() throws Exception {
    Figures figures;
    try (TestNats nats = TestNats.start(STORE_BYTES)) {
      Servers servers = Servers.ofStack().withNats(nats.url(), nats.pid());
      figures = Bench.measure(SHORT, 1_000, servers, Path.of(""));
    }
    ResultFiles.write(figures, folder, "short");

    JsonNode result = json(folder.resolve("short.json"));
    System.out.println(Files.readString(folder.resolve("short.md")));
    double ratio = result.at("/throughput/ratio_to_raw_copy").asDouble();
    double kept =
        json(Path.of("results/ingest.json")).at("/throughput/ratio_to_raw_copy").asDouble();
    assertThat(ratio).isGreaterThan(kept * KEPT_SHARE);
    assertThat(figures.throughput().ratios()).hasSize(3);
    assertThat(figures.latency())
        .allSatisfy(latency -> {
          assertThat(latency.messages())
              .isBetween((long) (latency.perSecond() * 2.9), (long) (latency.perSecond() * 3.1));
          assertThat(latency.p50()).isPositive().isLessThanOrEqualTo(latency.p99());
          assertThat(latency.p999()).isBetween(latency.p99(), latency.longest());
        });
    assertThat(figures.cpuMicrosPerMessage().ingest()).isPositive();
    assertThat(figures.cpuMicrosPerMessage().postgresql()).isPositive();
    assertThat(figures.cpuMicrosPerMessage().nats()).isPositive();
    assertThat(figures.ingest().allocatedBytesPerMessage()).isPositive();
    assertThat(Files.readString(folder.resolve("short.svg"))).contains("serve ingest", "raw COPY");
  }

  private static JsonNode json(Path file) {
    return new ObjectMapper().readTree(file);
  }
}

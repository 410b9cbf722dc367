package dev.weir.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.http.HealthSource.Figures;
import dev.weir.core.lane.Checkpoint;
import dev.weir.core.message.Envelope;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.store.Batch;
import dev.weir.core.store.Commit;
import dev.weir.core.store.RejectCount;
import dev.weir.core.store.StoreException;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads after lanes have told of their work. */
final class IngestMetersTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final Metrics metrics = new Metrics(true);
  private final IngestMeters meters = new IngestMeters(metrics, Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void aCommitIsCountedByResultReasonAndTime() {
    meters.received("TELEMETRY-0", 9);
    meters.committed(
        "TELEMETRY-0",
        batch(0, 1, 2, 40, 90_000),
        commit(1, 1, rejects("acme", RejectReason.INVALID_JSON, 2), unknown(1)),
        Duration.ofMillis(30).toNanos());

    assertThat(metrics.scrape())
        .contains(
            "weir_received_messages_total 9.0",
            "weir_messages_total{result=\"stored\"} 1.0",
            "weir_messages_total{result=\"duplicate\"} 1.0",
            "weir_messages_total{result=\"rejected\"} 3.0",
            "weir_rejects_total{reason=\"INVALID_JSON\",tenant_id=\"acme\"} 2.0",
            "weir_rejects_total{reason=\"BAD_TOPIC_FORMAT\",tenant_id=\"unknown\"} 1.0",
            "weir_batch_size_count 1",
            "weir_batch_size_bucket{le=\"10.0\"} 1",
            "weir_commit_seconds_bucket{le=\"0.02\"} 0",
            "weir_commit_seconds_bucket{le=\"0.05\"} 1",
            "weir_publish_to_commit_seconds_bucket{le=\"0.001\"} 2",
            "weir_publish_to_commit_seconds_bucket{le=\"0.002\"} 3",
            "weir_publish_to_commit_seconds_bucket{le=\"0.05\"} 4",
            "weir_publish_to_commit_seconds_bucket{le=\"60.0\"} 4",
            "weir_publish_to_commit_seconds_bucket{le=\"+Inf\"} 5",
            "weir_publish_to_commit_seconds_count 5",
            "weir_publish_to_commit_seconds_sum 90.043");
    assertThat(meters.health().figures()).isEqualTo(new Figures(NOW, 9, 1, 3, 1));
  }

  @Test
  void aLaneShowsWhileItIsHeld() {
    meters.position("TELEMETRY-0", 17, 5, 0, 3);
    assertThat(metrics.scrape())
        .contains(
            "weir_lane_position{stream=\"TELEMETRY-0\"} 17.0",
            "weir_lane_lag_messages{stream=\"TELEMETRY-0\"} 5.0",
            "weir_device_states_waiting{stream=\"TELEMETRY-0\"} 3.0");

    meters.released("TELEMETRY-0");
    assertThat(metrics.scrape()).doesNotContain("TELEMETRY-0");
    meters.released("TELEMETRY-0");

    meters.position("TELEMETRY-0", 18, 0, 0, 0);
    assertThat(metrics.scrape()).contains("weir_lane_position{stream=\"TELEMETRY-0\"} 18.0");
  }

  @Test
  void theRestIsCounted() {
    meters.lookups(10, 3);
    meters.gap("TELEMETRY", 7);
    meters.statesWritten("TELEMETRY", 5);
    meters.stateRefused("TELEMETRY");
    meters.locationsIgnored("TELEMETRY", 2);
    meters.retrying(
        "TELEMETRY",
        new StoreException(StoreException.Kind.TRANSIENT, "57P01", "shutting down", null));
    PoolMeters.register(metrics.registry(), () -> 4, () -> 3, () -> 2, () -> 10);

    assertThat(metrics.scrape())
        .contains(
            "weir_registry_cache_hits_total 10.0",
            "weir_registry_cache_misses_total 3.0",
            "weir_lane_gaps_total 7.0",
            "weir_device_state_writes_total 5.0",
            "weir_device_state_refused_total 1.0",
            "weir_locations_ignored_total 2.0",
            "weir_commit_retries_total{kind=\"TRANSIENT\"} 1.0",
            "weir_pool_active_connections 4.0",
            "weir_pool_idle_connections 3.0",
            "weir_pool_waiting_threads 2.0",
            "weir_pool_max_connections 10.0",
            "jvm_memory_used_bytes",
            "jvm_threads_live_threads",
            "process_cpu_usage",
            "process_uptime_seconds");
  }

  @Test
  void tenantsPastTheBoundShareASeries() {
    for (int i = 0; i < RejectMeters.MAX_TENANTS + 50; i++) {
      meters.committed(
          "TELEMETRY", batch(), commit(0, 0, rejects("t" + i, RejectReason.RATE_LIMITED, 1)), 1);
    }

    assertThat(metrics.scrape())
        .contains("weir_rejects_total{reason=\"RATE_LIMITED\",tenant_id=\"(others)\"} 50.0");
    assertThat(metrics.scrape().lines().filter(line -> line.startsWith("weir_rejects_total{")))
        .hasSize(RejectMeters.MAX_TENANTS + 1);
  }

  @Test
  void switchedOffOnlyTheTotalsOfHealthAreKept() {
    try (Metrics off = new Metrics(false)) {
      IngestMeters quiet = new IngestMeters(off, Clock.fixed(NOW, ZoneOffset.UTC));
      quiet.received("TELEMETRY", 2);
      quiet.position("TELEMETRY", 2, 0, 0, 0);
      quiet.committed("TELEMETRY", batch(0), commit(2, 0, unknown(1)), 1);

      assertThat(off.scrape()).contains("jvm_memory_used_bytes").doesNotContain("weir_");
      assertThat(quiet.health().figures()).isEqualTo(new Figures(NOW, 2, 2, 1, 0));
    }
  }

  private static Batch batch(long... agesMillis) {
    List<Judged> messages = new ArrayList<>();
    for (long age : agesMillis) {
      Duration arrival = Duration.between(Instant.EPOCH, NOW).minusMillis(age);
      messages.add(
          new Judged(
              new Envelope(1, arrival.toNanos(), "acme", null, null, null, -1, new byte[0]),
              new Verdict.Rejected(RejectReason.INVALID_JSON, "", null)));
    }
    return new Batch(messages, 0, SettingsSnapshot.DEFAULTS, tenant -> true);
  }

  private static Commit commit(long stored, long duplicates, RejectCount... rejected) {
    return new Commit(new Checkpoint(1, 1, 1, 1), stored, duplicates, List.of(rejected));
  }

  private static RejectCount rejects(String tenant, RejectReason reason, long count) {
    return new RejectCount(0, tenant, reason, count);
  }

  private static RejectCount unknown(long count) {
    return rejects(RejectCount.UNKNOWN, RejectReason.BAD_TOPIC_FORMAT, count);
  }
}

package dev.weir.app.serve;

import dev.weir.app.config.AdmissionSettings;
import dev.weir.app.config.Configuration;
import dev.weir.app.config.IngestSettings;
import dev.weir.app.http.HealthSource;
import dev.weir.app.http.ReadinessCheck;
import dev.weir.app.metrics.IngestMeters;
import dev.weir.core.admission.AdmissionConfig;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.IngestService;
import dev.weir.ingest.route.RouteFanOut;
import dev.weir.jetstream.NatsBatchPublisher;
import dev.weir.jetstream.NatsStreams;
import dev.weir.timescale.batch.PostgresBatchWriter;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.lane.PostgresLaneStore;
import dev.weir.timescale.quarantine.PostgresReplaySource;
import dev.weir.timescale.registry.PostgresDeviceProvisioning;
import dev.weir.timescale.registry.PostgresDeviceRegistry;
import dev.weir.timescale.route.PostgresRouteSource;
import dev.weir.timescale.state.PostgresDeviceStateStore;
import dev.weir.timescale.upkeep.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The ingest role with its adapters. */
final class IngestRole implements Role {

  private static final Duration UPKEEP_EVERY = Duration.ofMinutes(5);

  private static final Duration STREAM_WATCH_EVERY = Duration.ofSeconds(10);

  /** However long the lease is: a stream that is silent must not stop ingest for longer. */
  private static final Duration LONGEST_FOR_JOBS = Duration.ofSeconds(2);

  /** While the answers are waited for, the lane's row is locked and its lease runs. */
  private static final int LEASE_SHARE_FOR_JOBS = 3;

  private final IngestMeters meters;
  private final Recurring upkeep;
  private final Recurring streamWatch;
  private final IngestService ingest;
  private volatile boolean begun;

  /** Makes the role; nothing is read before it begins. */
  IngestRole(Foundation foundation) {
    Configuration configuration = foundation.configuration();
    Database database = foundation.database();
    Duration lease = configuration.ingest().lease();
    meters = new IngestMeters(foundation.metrics(), Clock.systemUTC());
    AdmissionConfig admission = configuration.admission().toConfig();
    upkeep =
        new Recurring(
            "upkeep",
            UPKEEP_EVERY,
            new Upkeep(database, configuration.storage().toRetention())::run);
    streamWatch =
        new Recurring(
            "comparing the streams",
            STREAM_WATCH_EVERY,
            new StreamWatch(foundation.nats(), database, configuration.streams()));
    Duration share = lease.dividedBy(LEASE_SHARE_FOR_JOBS);
    Duration patience = share.compareTo(LONGEST_FOR_JOBS) < 0 ? share : LONGEST_FOR_JOBS;
    ingest =
        new IngestService(
            config(foundation.member(), configuration),
            new NatsStreams(foundation.nats()),
            new PostgresLaneStore(database),
            () ->
                new PostgresBatchWriter(
                    database,
                    lease,
                    new RouteFanOut(
                        new NatsBatchPublisher(foundation.nats()),
                        patience,
                        meters,
                        System::nanoTime),
                    configuration.storage().deadLettersPerTenant()),
            new PostgresDeviceRegistry(database, admission.certificates()),
            new PostgresDeviceProvisioning(database, admission.grace(), admission.certificates()),
            new PostgresDeviceStateStore(database),
            new PostgresReplaySource(database),
            new PostgresRouteSource(database),
            foundation.settings(),
            meters);
    ingest.changes().forEach(foundation::onChange);
  }

  @Override
  public List<ReadinessCheck> checks() {
    return List.of(
        ReadinessCheck.of(
            "lanes",
            () -> ingest.problems().isEmpty() ? null : String.join("; ", ingest.problems())));
  }

  @Override
  public HealthSource health() {
    return meters.health();
  }

  @Override
  public void begin() {
    upkeep.start();
    streamWatch.start();
    ingest.start();
    begun = true;
  }

  @Override
  public void stop(Duration timeout) throws InterruptedException {
    upkeep.close();
    streamWatch.close();
    if (begun) {
      ingest.stop(timeout);
    }
  }

  private static IngestConfig config(String member, Configuration configuration) {
    IngestSettings ingest = configuration.ingest();
    AdmissionSettings admission = configuration.admission();
    return new IngestConfig(
        member,
        ingest.workers(),
        ingest.queueSize(),
        ingest.batchSize(),
        ingest.maxBatchSize(),
        ingest.flushInterval(),
        ingest.lease(),
        admission.cacheTtl(),
        admission.cacheMaxSize(),
        admission.toConfig(),
        admission.bucketTtl(),
        admission.bucketCleanupInterval(),
        configuration.streams().replayWindow(),
        configuration.streams().replayWindowPercent(),
        ingest.stateWriteInterval());
  }
}

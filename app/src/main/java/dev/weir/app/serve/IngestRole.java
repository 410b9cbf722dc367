package dev.weir.app.serve;

import dev.weir.app.config.AdmissionSettings;
import dev.weir.app.config.Configuration;
import dev.weir.app.config.IngestSettings;
import dev.weir.app.http.HealthSource;
import dev.weir.app.http.ReadinessCheck;
import dev.weir.app.metrics.ChangeMeters;
import dev.weir.app.metrics.IngestMeters;
import dev.weir.app.metrics.Metrics;
import dev.weir.app.metrics.PoolMeters;
import dev.weir.core.admission.AdmissionConfig;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.IngestService;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.NatsStreams;
import dev.weir.timescale.batch.PostgresBatchWriter;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.lane.PostgresLaneStore;
import dev.weir.timescale.notice.ChangeNotices;
import dev.weir.timescale.quarantine.PostgresReplaySource;
import dev.weir.timescale.registry.PostgresDeviceProvisioning;
import dev.weir.timescale.registry.PostgresDeviceRegistry;
import dev.weir.timescale.schema.SchemaVersion;
import dev.weir.timescale.settings.SettingsStore;
import dev.weir.timescale.state.PostgresDeviceStateStore;
import dev.weir.timescale.upkeep.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The ingest role with its adapters. */
public final class IngestRole implements Role {

  private static final Duration UPKEEP_EVERY = Duration.ofMinutes(5);

  private static final Duration STREAM_WATCH_EVERY = Duration.ofSeconds(10);

  private final Database database;
  private final NatsConnection nats;
  private final IngestMeters meters;
  private final PolledSettings settings;
  private final Recurring upkeep;
  private final Recurring streamWatch;
  private final IngestService ingest;
  private final ChangeNotices notices;
  private final Prerequisites prerequisites;

  /** Makes the role; connections are made in the background, as they are needed. */
  public IngestRole(Configuration configuration, Metrics metrics) {
    String member = Member.name();
    Duration lease = configuration.ingest().lease();
    database = new Database(configuration.database().toConfig(member, lease));
    nats = NatsConnection.start(configuration.nats().toConfig(member));
    meters = new IngestMeters(metrics, Clock.systemUTC());
    PoolMeters.register(
        metrics.registry(),
        () -> database.poolState().active(),
        () -> database.poolState().idle(),
        () -> database.poolState().waiting(),
        () -> database.poolState().max());
    AdmissionConfig admission = configuration.admission().toConfig();
    settings =
        new PolledSettings(
            new SettingsStore(database)::read, configuration.admission().settingsPoll());
    upkeep =
        new Recurring(
            "upkeep",
            UPKEEP_EVERY,
            new Upkeep(database, configuration.storage().toRetention())::run);
    streamWatch =
        new Recurring(
            "comparing the streams",
            STREAM_WATCH_EVERY,
            new StreamWatch(nats, database, configuration.streams()));
    ingest =
        new IngestService(
            config(member, configuration),
            new NatsStreams(nats),
            new PostgresLaneStore(database),
            () -> new PostgresBatchWriter(database, lease),
            new PostgresDeviceRegistry(database, admission.certificates()),
            new PostgresDeviceProvisioning(database, admission.grace(), admission.certificates()),
            new PostgresDeviceStateStore(database),
            new PostgresReplaySource(database),
            settings,
            meters);
    notices =
        new ChangeNotices(
            database,
            new ChangeMeters(
                metrics.registry(), new LiveChanges(settings::refresh, ingest.changes())));
    ChangeMeters.register(metrics.registry(), notices::isWorking);
    prerequisites =
        new Prerequisites(() -> SchemaVersion.check(database.dataSource()), this::begin);
  }

  @Override
  public List<ReadinessCheck> checks() {
    return List.of(
        ReadinessCheck.of("database", prerequisites::problem),
        ReadinessCheck.of("nats", () -> nats.isConnected() ? null : nats.reason()),
        ReadinessCheck.of("settings", settings::problem),
        ReadinessCheck.of(
            "lanes",
            () -> ingest.problems().isEmpty() ? null : String.join("; ", ingest.problems())));
  }

  @Override
  public HealthSource health() {
    return meters.health();
  }

  @Override
  public void start() {
    prerequisites.start();
  }

  @Override
  public void stop(Duration timeout) throws InterruptedException {
    Deadline end = Deadline.in(timeout);
    prerequisites.close();
    upkeep.close();
    streamWatch.close();
    if (prerequisites.problem() == null) {
      ingest.stop(end.left());
    }
    notices.close();
    settings.close();
  }

  @Override
  public void close() {
    nats.close();
    database.close();
  }

  private void begin() {
    settings.start();
    notices.start();
    upkeep.start();
    streamWatch.start();
    ingest.start();
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

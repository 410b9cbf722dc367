package dev.weir.app.serve;

import dev.weir.app.config.AdmissionSettings;
import dev.weir.app.config.Configuration;
import dev.weir.app.http.HealthSource;
import dev.weir.app.http.ReadinessCheck;
import dev.weir.app.http.Routes;
import dev.weir.app.metrics.GatewayMeters;
import dev.weir.core.admission.AdmissionConfig;
import dev.weir.core.message.Subjects;
import dev.weir.core.stream.StreamException;
import dev.weir.gateway.http.GatewayConfig;
import dev.weir.gateway.http.HttpGateway;
import dev.weir.ingest.registry.CachedRegistry;
import dev.weir.jetstream.NatsStreams;
import dev.weir.jetstream.TelemetryPublisher;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.registry.PostgresDeviceProvisioning;
import dev.weir.timescale.registry.PostgresDeviceRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP endpoints with their adapters. */
final class HttpRole implements Role {

  private static final Logger log = LoggerFactory.getLogger(HttpRole.class);

  /** Before a client gives up: most wait 10 s at the least. */
  private static final Duration ACKNOWLEDGEMENT_BOUND = Duration.ofSeconds(5);

  private static final int IN_FLIGHT = 10_000;

  /** Questions to the registry have this part of the connections: lanes need theirs. */
  private static final int POOL_SHARE = 3;

  /** Bodies have this part of the heap. */
  private static final int HEAP_SHARE = 4;

  private static final Duration STREAM_WATCH_EVERY = Duration.ofSeconds(2);

  private final GatewayMeters meters;
  private final PartitionCount partitionCount;
  private final NatsStreams streams;
  private final TelemetryPublisher publisher;
  private final HttpGateway gateway;
  private final Recurring streamWatch;
  private volatile int partitions;
  private volatile @Nullable String problem = "not begun yet";
  private volatile boolean ending;

  /** Makes the role; nothing is taken in before it begins. */
  HttpRole(Foundation foundation) {
    Configuration configuration = foundation.configuration();
    AdmissionSettings settings = configuration.admission();
    AdmissionConfig admission = settings.toConfig();
    Database database = foundation.database();
    meters = new GatewayMeters(foundation.metrics());
    partitionCount = new PartitionCount(database, configuration.streams());
    streams = new NatsStreams(foundation.nats());
    publisher = new TelemetryPublisher(foundation.nats(), IN_FLIGHT, ACKNOWLEDGEMENT_BOUND);
    CachedRegistry registry =
        new CachedRegistry(
            new PostgresDeviceRegistry(database, admission.certificates()),
            settings.cacheTtl(),
            settings.cacheMaxSize(),
            meters::lookups);
    foundation.onChange(registry);
    gateway =
        new HttpGateway(
            new GatewayConfig(
                admission,
                settings.bucketTtl(),
                settings.bucketCleanupInterval(),
                configuration.http().maxBatchBytes(),
                configuration.http().maxRequests(),
                Math.max(1, configuration.database().poolMax() / POOL_SHARE),
                Runtime.getRuntime().maxMemory() / HEAP_SHARE),
            registry,
            new PostgresDeviceProvisioning(database, admission.grace(), admission.certificates()),
            publisher,
            foundation.settings(),
            Clock.systemUTC(),
            meters);
    meters.inHand(gateway::inHand);
    streamWatch = new Recurring("looking for the streams", STREAM_WATCH_EVERY, this::watch);
  }

  @Override
  public List<ReadinessCheck> checks() {
    return List.of(ReadinessCheck.of("http", () -> ending ? "ending" : problem));
  }

  @Override
  public HealthSource health() {
    return meters.health();
  }

  @Override
  public Routes routes() {
    return gateway::addTo;
  }

  @Override
  public void check() {
    partitions = partitionCount.read();
  }

  @Override
  public void begin() {
    gateway.open(partitions);
    streamWatch.start();
  }

  @Override
  public void stop(Duration timeout) throws InterruptedException {
    ending = true;
    streamWatch.close();
    if (!gateway.close(timeout)) {
      log.warn("{} requests are not answered in time, and are left", gateway.inHand());
    }
    publisher.close();
  }

  /** Whether there is somewhere to publish to. */
  private void watch() {
    try {
      Collection<String> names = streams.names();
      List<String> missing =
          IntStream.range(0, partitions)
              .mapToObj(Subjects::partitionStream)
              .filter(stream -> !names.contains(stream))
              .toList();
      problem =
          missing.isEmpty()
              ? null
              : "no stream " + String.join(", ", missing) + ": run ./weir migrate";
    } catch (StreamException e) {
      problem = e.getMessage();
      throw e;
    } catch (RuntimeException e) {
      problem = "the streams cannot be looked for: " + e.getClass().getSimpleName();
      throw e;
    }
  }
}

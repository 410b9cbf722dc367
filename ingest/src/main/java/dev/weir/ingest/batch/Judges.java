package dev.weir.ingest.batch;

import dev.weir.core.admission.Admission;
import dev.weir.core.admission.DeviceProvisioning;
import dev.weir.core.message.Subjects;
import dev.weir.core.quarantine.ReplaySource;
import dev.weir.core.rate.RateLimiter;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.registry.CachedRegistry;
import dev.weir.ingest.route.CachedRoutes;
import dev.weir.ingest.route.RouteMatching;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes the judges of lanes: each its own, with what all share behind it. */
public final class Judges {

  private final IngestConfig config;
  private final CachedRegistry registry;
  private final Admission admission;
  private final @Nullable AutoProvisioning provisioning;
  private final ReplaySource quarantine;
  private final RouteMatching routes;
  private final AtomicInteger partitions = new AtomicInteger(1);

  public Judges(
      IngestConfig config,
      CachedRegistry registry,
      DeviceProvisioning store,
      ReplaySource quarantine,
      CachedRoutes routes) {
    this.routes = new RouteMatching(routes);
    this.quarantine = quarantine;
    this.config = config;
    this.registry = registry;
    admission = new Admission(config.admission());
    provisioning =
        config.admission().autoProvision()
            ? new AutoProvisioning(admission, registry, store)
            : null;
  }

  /** The judge of a stream's lane. */
  public Judge of(String stream) {
    RateLimiter limiter =
        new RateLimiter(config.bucketTtl(), config.bucketCleanup(), () -> shares(stream));
    return new Judge(
        registry,
        new Replays(quarantine),
        new Admittance(admission, limiter, provisioning),
        routes);
  }

  /** How many partition streams there are; to be kept up to date. */
  public AtomicInteger partitions() {
    return partitions;
  }

  private int shares(String stream) {
    return Subjects.isPartitionStream(stream) ? Math.max(1, partitions.get()) : 1;
  }
}

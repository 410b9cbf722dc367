package dev.weir.gateway.http;

import dev.weir.core.admission.Admission;
import dev.weir.core.admission.DeviceProvisioning;
import dev.weir.core.admission.RegistryLookup;
import dev.weir.core.publish.MessagePublisher;
import dev.weir.core.settings.LiveSettings;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints that take messages in: a message has its 202 once JetStream has it, and until then
 * nothing has been promised.
 */
public final class HttpGateway {

  private final GatewayConfig config;
  private final RegistryLookup registry;
  private final DeviceProvisioning provisioning;
  private final MessagePublisher publisher;
  private final LiveSettings settings;
  private final Clock clock;
  private final GatewayObserver observer;
  private final Semaphore room;
  private final BodyMemory memory;
  private volatile @Nullable Endpoints endpoints;

  /** What works once the number of partitions is known. */
  private record Endpoints(SingleEndpoint single, BatchEndpoint batch) {}

  /**
   * Makes it; whoever comes before {@link #open} is told to come back.
   *
   * @param clock by which ages and rates are judged, until a lane does by the broker's
   */
  public HttpGateway(
      GatewayConfig config,
      RegistryLookup registry,
      DeviceProvisioning provisioning,
      MessagePublisher publisher,
      LiveSettings settings,
      Clock clock,
      GatewayObserver observer) {
    this.config = config;
    this.registry = registry;
    this.provisioning = provisioning;
    this.publisher = publisher;
    this.settings = settings;
    this.clock = clock;
    this.observer = observer;
    room = new Semaphore(config.maxRequests());
    memory = new BodyMemory(config.maxMemory());
  }

  /** Adds the endpoints to a server. */
  public void addTo(RoutesConfig routes) {
    routes.post(
        "/ingest/v1/tenant/{tenant_id}/device/{device_id}/{msg_type}",
        context -> serve(context, "single", Endpoints::single));
    routes.post("/ingest/v1/batch", context -> serve(context, "batch", Endpoints::batch));
    OpenApi document = OpenApi.load();
    routes.get("/openapi.json", document::serve);
    routes.head("/openapi.json", document::serve);
  }

  /** Requests that are worked on, of as many as may be. */
  public int inHand() {
    return config.maxRequests() - room.availablePermits();
  }

  /** Begins to take messages in. */
  public void open(int partitions) {
    Admission admission = new Admission(config.admission());
    PartitionGates gates = new PartitionGates(config, admission, partitions);
    Newcomers newcomers =
        new Newcomers(
            admission, registry, config.admission().autoProvision() ? provisioning : null);
    Lookups lookups = new Lookups(registry, config.maxLookups());
    Judge judge = new Judge(lookups, newcomers, gates, observer, publisher::maxBodyBytes);
    Publications publications = new Publications(publisher, gates, observer);
    endpoints =
        new Endpoints(
            new SingleEndpoint(judge, publications, gates, publisher::maxBodyBytes),
            new BatchEndpoint(judge, publications, observer, config.maxBatchBytes()));
  }

  /**
   * Takes nothing more in, and waits until what was taken in is answered.
   *
   * @return whether that was so in time
   */
  public boolean close(Duration timeout) throws InterruptedException {
    endpoints = null;
    return room.tryAcquire(config.maxRequests(), timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void serve(Context context, String name, Function<Endpoints, Endpoint> which)
      throws InterruptedException {
    long started = System.nanoTime();
    int status = 500; // what an exception becomes
    try {
      answer(context, which);
      status = context.statusCode();
    } finally {
      observer.answered(name, status, System.nanoTime() - started);
    }
  }

  private void answer(Context context, Function<Endpoints, Endpoint> which)
      throws InterruptedException {
    Endpoints open = endpoints;
    Problem problem =
        open == null || !settings.isLoaded()
            ? Problem.unavailable("this process does not take messages in now")
            : attempt(context, which.apply(open));
    if (problem != null) {
      observer.refused(problem.reason());
      Problems.answer(context, problem);
    }
  }

  /** Slow bodies are waited for outside the room: they must not keep others out of it. */
  private @Nullable Problem attempt(Context context, Endpoint endpoint)
      throws InterruptedException {
    try (BodyMemory.Share share = memory.share()) {
      int maxBytes = endpoint.maxBytes(context, settings.current());
      byte[] body = BodyReader.read(context, maxBytes, share);
      if (!room.tryAcquire()) {
        return Problem.unavailable(
            "more than " + config.maxRequests() + " requests are worked on already");
      }
      try {
        return endpoint.handle(context, body, settings.current(), nanos(clock.instant()));
      } finally {
        room.release();
      }
    } catch (RequestRefusedException e) {
      return e.problem();
    }
  }

  private static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }
}

package dev.weir.gateway.http;

import dev.weir.core.admission.AdmissionConfig;
import dev.weir.core.admission.Answers;
import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceProvisioning;
import dev.weir.core.admission.RegistryLookup;
import dev.weir.core.admission.Subscription;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.admission.Validity;
import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.publish.PublishException;
import dev.weir.core.settings.LiveSettings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.store.StoreException;
import io.javalin.Javalin;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The endpoints on a real server, with a registry, streams and settings that tests make up. */
final class Stage implements RegistryLookup, LiveSettings, GatewayObserver, AutoCloseable {

  private static final long MEMORY = 1_000_000;

  final Map<DeviceKey, Device> devices = new HashMap<>();
  final Map<String, Subscription> subscriptions = new HashMap<>();
  final Queue<OutboundMessage> published = new ConcurrentLinkedQueue<>();
  final Queue<String> refused = new ConcurrentLinkedQueue<>();
  volatile SettingsSnapshot settings = SettingsSnapshot.DEFAULTS;
  volatile PublishException.@Nullable Kind failure;
  volatile boolean registryIsAway;
  volatile boolean registryIsInMemory;
  volatile int roomInTheStreams = Integer.MAX_VALUE;
  final Javalin server;

  Stage() {
    GatewayConfig config =
        new GatewayConfig(
            new AdmissionConfig(true, false, false, Duration.ofDays(14)),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            100_000,
            10,
            4,
            MEMORY);
    HttpGateway gateway =
        new HttpGateway(
            config,
            this,
            (newDevices, tenants) -> new DeviceProvisioning.Result(Map.of(), Set.of()),
            this::publish,
            this,
            Clock.systemUTC(),
            this);
    gateway.open(4);
    server =
        Javalin.create(made -> {
          made.startup.showJavalinBanner = false;
          made.concurrency.useVirtualThreads = true;
          made.routes.before(RequestId::assign);
          gateway.addTo(made.routes);
        });
    server.start("127.0.0.1", 0);
  }

  private CompletableFuture<Acknowledgement> publish(OutboundMessage message) {
    PublishException.Kind kind = failure;
    if (kind != null) {
      return CompletableFuture.failedFuture(new PublishException(kind, "as asked for"));
    }
    if (published.size() >= roomInTheStreams) {
      return CompletableFuture.failedFuture(
          new PublishException(PublishException.Kind.REFUSED, "full"));
    }
    published.add(message);
    return CompletableFuture.completedFuture(
        new Acknowledgement("TELEMETRY-0", published.size(), false));
  }

  @Override
  public Answers resolve(Collection<DeviceKey> keys, Collection<String> tenantIds) {
    if (registryIsAway) {
      throw new StoreException(
          StoreException.Kind.TRANSIENT, null, "away", new IllegalStateException("away"));
    }
    return new Answers(devices, Map.of("acme", account(), "slow", account()));
  }

  @Override
  public @Nullable Answers recall(Collection<DeviceKey> keys, Collection<String> tenantIds) {
    return registryIsInMemory && devices.keySet().containsAll(keys)
        ? new Answers(devices, Map.of("acme", account(), "slow", account()))
        : null;
  }

  private TenantAccount account() {
    return new TenantAccount(Device.ACTIVE, subscriptions);
  }

  @Override
  public Map<DeviceKey, List<Validity>> certificates(Collection<DeviceKey> keys) {
    return Map.of();
  }

  @Override
  public boolean isLoaded() {
    return true;
  }

  @Override
  public SettingsSnapshot current() {
    return settings;
  }

  @Override
  public void answered(String endpoint, int status, long nanos) {}

  @Override
  public void accepted(boolean duplicate) {}

  @Override
  public void refused(String reason) {
    refused.add(reason);
  }

  @Override
  public void unchecked() {
    refused.add("unchecked");
  }

  @Override
  public void close() {
    server.stop();
  }
}

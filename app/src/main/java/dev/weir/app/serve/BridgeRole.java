package dev.weir.app.serve;

import dev.weir.app.config.BridgeSettings;
import dev.weir.app.config.Configuration;
import dev.weir.app.http.HealthSource;
import dev.weir.app.http.ReadinessCheck;
import dev.weir.app.metrics.BridgeMeters;
import dev.weir.gateway.mqtt.BridgeConfig;
import dev.weir.gateway.mqtt.BrokerConfig;
import dev.weir.gateway.mqtt.MqttBridge;
import dev.weir.jetstream.TelemetryPublisher;
import dev.weir.timescale.session.PostgresSessionStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The MQTT bridge with its adapters. */
final class BridgeRole implements Role {

  private static final Duration ANSWER_BOUND = Duration.ofSeconds(5);

  /** A body that is larger no setting of a tenant's allows. */
  private static final long MAX_BODY_BYTES = 1_000_000;

  private final Foundation foundation;
  private final PartitionCount partitionCount;
  private final BridgeMeters meters;
  private final TelemetryPublisher publisher;
  private volatile int partitions;
  private final BrokerConfig broker;
  private volatile @Nullable MqttBridge bridge;

  /** Makes the role; nothing is connected before it begins. */
  BridgeRole(Foundation foundation) {
    this.foundation = foundation;
    Configuration configuration = foundation.configuration();
    broker = BrokerSettings.toConfig(configuration.mqtt()); // a broken file is told at once
    partitionCount = new PartitionCount(foundation.database(), configuration.streams());
    meters = new BridgeMeters(foundation.metrics(), Clock.systemUTC());
    // What two sessions and QoS 0 may have on the way: whoever publishes never has to wait.
    int inFlight = 3 * configuration.mqtt().bridge().receiveMaximum();
    publisher = new TelemetryPublisher(foundation.nats(), inFlight, ANSWER_BOUND);
    BridgeMeters.register(
        foundation.metrics().registry(), () -> problem() == null, this::isBlocked, this::inFlight);
  }

  @Override
  public List<ReadinessCheck> checks() {
    return List.of(ReadinessCheck.of("mqtt", this::problem));
  }

  @Override
  public HealthSource health() {
    return meters.health();
  }

  @Override
  public void check() {
    partitions = partitionCount.read();
  }

  @Override
  public void begin() {
    MqttBridge made =
        new MqttBridge(
            config(),
            broker,
            partitions,
            new PostgresSessionStore(foundation.database()),
            publisher,
            () -> Math.min(MAX_BODY_BYTES, publisher.maxBodyBytes()),
            meters);
    bridge = made;
    made.start();
  }

  @Override
  public void stop(Duration timeout) throws InterruptedException {
    MqttBridge running = bridge;
    if (running != null) {
      running.stop(timeout);
    }
    publisher.close();
  }

  private BridgeConfig config() {
    Configuration configuration = foundation.configuration();
    BridgeSettings settings = configuration.mqtt().bridge();
    return new BridgeConfig(
        foundation.member(),
        settings.clientId(),
        settings.shareGroup(),
        settings.topicFilters(),
        settings.identityTopicPrefix(),
        settings.identityProperty(),
        configuration.ingest().lease());
  }

  private @Nullable String problem() {
    MqttBridge running = bridge;
    return running == null ? "not begun yet" : running.problem();
  }

  private boolean isBlocked() {
    MqttBridge running = bridge;
    return running != null && running.isBlocked();
  }

  private int inFlight() {
    MqttBridge running = bridge;
    return running == null ? 0 : running.inFlight();
  }
}

package dev.weir.delivery.mqtt;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import dev.weir.delivery.destination.Outcome;
import io.reactivex.schedulers.Schedulers;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a broker, from its beginning to its end; it does not connect twice. What was
 * not acknowledged by its end has failed, so nothing waits in it for a broker that is away. Safe
 * for use by many threads.
 */
final class BrokerSession {

  /** Messages on the way that we allow ourselves, whatever the broker allows. */
  private static final int MAX_IN_FLIGHT = 1_000;

  private static final int KEEP_ALIVE_SECONDS = 30;

  private final Broker broker;
  private final Mqtt5AsyncClient client;
  private final Semaphore room = new Semaphore(0);
  private volatile boolean open = true;
  private volatile boolean proven;

  private BrokerSession(Broker broker, InetSocketAddress address, Duration bound) {
    this.broker = broker;
    client =
        Mqtt5Client.builder()
            .identifier("weir-" + UUID.randomUUID().toString().substring(19).replace("-", ""))
            .transportConfig(transport(broker, address, bound))
            .executorConfig(executors())
            .addDisconnectedListener(context -> open = false)
            .buildAsync();
  }

  /**
   * Connects.
   *
   * @param bound for the broker's answer
   * @throws ExecutionException it is no
   * @throws TimeoutException it does not come
   */
  static BrokerSession connect(Broker broker, InetSocketAddress address, Duration bound)
      throws InterruptedException, ExecutionException, TimeoutException {
    BrokerSession session = new BrokerSession(broker, address, bound);
    CompletableFuture<Mqtt5ConnAck> answer = session.client.connect(session.connect());
    try {
      Mqtt5ConnAck agreed = answer.get(bound.toMillis(), TimeUnit.MILLISECONDS);
      int taken = agreed.getRestrictions().getReceiveMaximum();
      session.room.release(Math.min(taken, MAX_IN_FLIGHT));
      return session;
    } catch (TimeoutException e) {
      var _ = session.close();
      throw e;
    }
  }

  boolean isOpen() {
    return open;
  }

  /** Whether the broker has answered to a message, and not to the connection alone. */
  boolean isProven() {
    return proven;
  }

  /**
   * Publishes, and waits for the acknowledgement. A broker from which none comes is held to be
   * gone: acknowledgements come in order, so it has none for any other message either.
   *
   * @param end by {@link System#nanoTime}
   */
  Outcome publish(Mqtt5Publish message, long end) throws InterruptedException {
    if (!room.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      return new Outcome.Failed(broker + " has too many messages to acknowledge", null);
    }
    CompletableFuture<Mqtt5PublishResult> acknowledged = client.publish(message);
    var _ = acknowledged.whenComplete((result, failure) -> answered(failure));
    try {
      acknowledged.get(Math.max(end - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
      return new Outcome.Delivered();
    } catch (ExecutionException e) {
      return BrokerFailures.publishing(broker, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      var _ = close();
      return new Outcome.Failed(broker + " did not acknowledge in time", null);
    }
  }

  /** Ends it, without waiting for that. */
  CompletableFuture<Void> close() {
    open = false;
    return client.disconnect().exceptionally(gone -> null);
  }

  private void answered(@Nullable Throwable failure) {
    if (failure == null || failure instanceof Mqtt5PubAckException) {
      proven = true;
    }
    room.release();
  }

  private Mqtt5Connect connect() {
    var connect =
        Mqtt5Connect.builder()
            .cleanStart(true)
            .sessionExpiryInterval(0)
            .keepAlive(KEEP_ALIVE_SECONDS)
            .restrictions()
            // the client would take an alias for known whose message was too large to be sent
            .sendTopicAliasMaximum(0)
            .applyRestrictions();
    if (!broker.username().isEmpty()) {
      connect =
          connect
              .simpleAuth()
              .username(broker.username())
              .password(broker.password().getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth();
    }
    return connect.build();
  }

  private static MqttClientTransportConfig transport(
      Broker broker, InetSocketAddress address, Duration bound) {
    var transport =
        MqttClientTransportConfig.builder()
            .serverAddress(address)
            .socketConnectTimeout(bound.toMillis(), TimeUnit.MILLISECONDS)
            .mqttConnectTimeout(bound.toMillis(), TimeUnit.MILLISECONDS);
    if (broker.tls()) {
      // without a verifier of ours the JDK's holds the broker's certificate against its name
      transport =
          transport.sslConfig(
              MqttClientSslConfig.builder()
                  .keyManagerFactory(broker.keys())
                  .trustManagerFactory(broker.trust())
                  .handshakeTimeout(bound.toMillis(), TimeUnit.MILLISECONDS)
                  .build());
    }
    return transport.build();
  }

  /** A thread for each connection, which ends with it. */
  private static MqttClientExecutorConfig executors() {
    Executor own = task -> Thread.ofPlatform().daemon().name("delivery-mqtt").start(task);
    return MqttClientExecutorConfig.builder()
        .nettyExecutor(own)
        .nettyThreads(1)
        .applicationScheduler(Schedulers.from(Runnable::run))
        .build();
  }
}

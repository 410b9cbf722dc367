package dev.weir.app.simulate;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import dev.weir.app.config.MqttSettings;
import io.reactivex.schedulers.Schedulers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to an MQTT 5 broker at QoS 1, over a few connections; what nobody has subscribed to is
 * not taken for published. All messages of a device take the same one, so the broker gets them in
 * their order.
 *
 * <p>A lost connection is made anew. What was on its way then has no answer and may arrive twice;
 * behind the bridge it is one message again, unless it is broken JSON, which nothing names.
 */
public final class MqttPublisher implements Publisher, AutoCloseable {

  private static final int NETTY_THREADS = 1;
  private static final int KEEP_ALIVE_SECONDS = 5;
  private static final int CONNECT_SECONDS = 10;
  private static final long RECONNECT_MILLIS = 100;
  private static final long MAX_RECONNECT_MILLIS = 1_000;

  private final List<Mqtt5AsyncClient> clients = new ArrayList<>();
  private final Semaphore places;

  private MqttPublisher(int inFlight) {
    places = new Semaphore(inFlight);
  }

  /**
   * Connects.
   *
   * @param inFlight messages that may be without an answer, over all connections
   * @throws IOException a connection was refused, or not made within 10 s, or a file for TLS is no
   *     good
   */
  public static MqttPublisher connect(MqttSettings broker, int connections, int inFlight)
      throws IOException, InterruptedException {
    MqttPublisher publisher = new MqttPublisher(inFlight);
    try {
      for (int i = 0; i < connections; i++) {
        Mqtt5AsyncClient client = client(broker);
        publisher.clients.add(client);
        connect(client);
      }
      return publisher;
    } catch (IOException | InterruptedException | RuntimeException e) {
      publisher.close();
      throw e;
    }
  }

  @Override
  public CompletionStage<Outcome> publish(SimulatedMessage message) throws InterruptedException {
    places.acquire();
    return clientOf(message)
        .publish(
            Mqtt5Publish.builder()
                .topic(message.topic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(message.body())
                .build())
        .handle(this::outcome);
  }

  @Override
  public void close() {
    for (Mqtt5AsyncClient client : clients) {
      client.disconnect().exceptionally(_ -> null).join();
    }
  }

  private Mqtt5AsyncClient clientOf(SimulatedMessage message) {
    return clients.get(Math.floorMod(message.topic().hashCode(), clients.size()));
  }

  private Outcome outcome(@Nullable Mqtt5PublishResult result, @Nullable Throwable failure) {
    places.release();
    if (result != null && result.getError().isEmpty()) {
      // With nobody subscribed the broker has thrown it away, and says so.
      return isKept(result) ? Outcome.ACKNOWLEDGED : Outcome.REFUSED;
    }
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    return cause instanceof Mqtt5PubAckException ? Outcome.REFUSED : Outcome.UNKNOWN;
  }

  private static boolean isKept(Mqtt5PublishResult result) {
    return !(result instanceof Mqtt5PublishResult.Mqtt5Qos1Result acknowledged
        && acknowledged.getPubAck().getReasonCode()
            == Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS);
  }

  private static Mqtt5AsyncClient client(MqttSettings broker) throws IOException {
    Mqtt5ClientBuilder builder =
        Mqtt5Client.builder()
            .serverHost(broker.host())
            .serverPort(broker.port())
            .executorConfig(
                MqttClientExecutorConfig.builder()
                    .nettyThreads(NETTY_THREADS)
                    // Acknowledgements are counted where they are read, without a change of
                    // threads.
                    .applicationScheduler(Schedulers.trampoline())
                    .build())
            .automaticReconnect()
            .initialDelay(RECONNECT_MILLIS, TimeUnit.MILLISECONDS)
            .maxDelay(MAX_RECONNECT_MILLIS, TimeUnit.MILLISECONDS)
            .applyAutomaticReconnect();
    if (broker.tls()) {
      builder = builder.sslConfig(MqttTls.of(broker));
    }
    if (!broker.username().isEmpty()) {
      builder =
          builder
              .simpleAuth()
              .username(broker.username())
              .password(broker.password().reveal().getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth();
    }
    return builder.buildAsync();
  }

  private static void connect(Mqtt5AsyncClient client) throws IOException, InterruptedException {
    CompletableFuture<?> connected =
        client.connectWith().cleanStart(true).keepAlive(KEEP_ALIVE_SECONDS).send();
    try {
      connected.get(CONNECT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no connection to the MQTT broker: " + e.getMessage(), e);
    }
  }
}

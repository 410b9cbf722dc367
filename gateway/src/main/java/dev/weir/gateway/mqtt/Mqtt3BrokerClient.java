package dev.weir.gateway.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3RxClient;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAck;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAckReturnCode;
import io.reactivex.disposables.Disposable;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A client that speaks MQTT 3.1.1. The broker's own settings say how many messages may be on the
 * way, and how long it keeps a session. No message tells who published it.
 */
final class Mqtt3BrokerClient implements BrokerClient {

  private final BrokerConfig config;
  private final Link link;
  private final Intake intake;
  private final Mqtt3AsyncClient client;
  private final Disposable messages;

  Mqtt3BrokerClient(BrokerConfig config, String clientId, Link link, Intake intake) {
    this.config = config;
    this.link = link;
    this.intake = intake;
    Mqtt3RxClient rx =
        Mqtt3Client.builder()
            .identifier(clientId)
            .transportConfig(ClientSettings.transport(config))
            .executorConfig(ClientSettings.executors())
            .addDisconnectedListener(context -> disconnected(context.getCause()))
            .buildRx();
    client = rx.toAsync();
    messages = rx.publishes(MqttGlobalPublishFilter.ALL, true).subscribe(this::receive, e -> {});
  }

  @Override
  public CompletableFuture<Boolean> connect() {
    return client.connect(connectMessage()).thenApply(answer -> answer.isSessionPresent());
  }

  private Mqtt3Connect connectMessage() {
    var connect =
        Mqtt3Connect.builder()
            .cleanSession(false)
            .keepAlive(Math.toIntExact(config.keepAlive().toSeconds()));
    if (!config.username().isEmpty()) {
      connect =
          connect
              .simpleAuth()
              .username(config.username())
              .password(config.password().getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth();
    }
    return connect.build();
  }

  @Override
  public CompletableFuture<Void> subscribe(Collection<String> filters) {
    List<Mqtt3Subscription> subscriptions =
        filters.stream()
            .map(filter ->
                Mqtt3Subscription.builder().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).build())
            .toList();
    return client
        .subscribeWith()
        .addSubscriptions(subscriptions)
        .send()
        .thenAccept(Mqtt3BrokerClient::requireQos1);
  }

  private static void requireQos1(Mqtt3SubAck answer) {
    if (answer.getReturnCodes().stream()
        .anyMatch(code -> code != Mqtt3SubAckReturnCode.SUCCESS_MAXIMUM_QOS_1)) {
      throw new BrokerException(
          "the broker grants less than QoS 1: " + answer.getReturnCodes(), null);
    }
  }

  @Override
  public CompletableFuture<Void> unsubscribe(Collection<String> filters) {
    return client
        .unsubscribeWith()
        .addTopicFilters(filters.stream().map(MqttTopicFilter::of).toList())
        .send()
        .thenRun(() -> {});
  }

  @Override
  public CompletableFuture<Void> disconnect() {
    return client.disconnect();
  }

  /** Only another connection, with a clean session, could end it. */
  @Override
  public CompletableFuture<Boolean> endSession() {
    return disconnect().thenApply(done -> false);
  }

  /**
   * Not before the connection is gone: with nobody to hand it to, the client would acknowledge what
   * comes. After that they would hold its thread, and what was not acknowledged.
   */
  private void disconnected(Throwable cause) {
    link.end(BrokerFailures.end(cause));
    messages.dispose();
  }

  private void receive(Mqtt3Publish message) {
    intake.receive(
        link,
        message.getTopic().toString(),
        message.getPayload(),
        null,
        message.getQos() != MqttQos.AT_MOST_ONCE,
        message::acknowledge);
  }
}

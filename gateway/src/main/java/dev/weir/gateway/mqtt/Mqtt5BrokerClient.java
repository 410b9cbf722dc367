package dev.weir.gateway.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5RxClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAck;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import io.reactivex.disposables.Disposable;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client that speaks MQTT 5. */
final class Mqtt5BrokerClient implements BrokerClient {

  private final BrokerConfig config;
  private final String identityProperty;
  private final Link link;
  private final Intake intake;
  private final Mqtt5AsyncClient client;
  private final Disposable messages;

  Mqtt5BrokerClient(
      BrokerConfig config, String identityProperty, String clientId, Link link, Intake intake) {
    this.config = config;
    this.identityProperty = identityProperty;
    this.link = link;
    this.intake = intake;
    Mqtt5RxClient rx =
        Mqtt5Client.builder()
            .identifier(clientId)
            .transportConfig(ClientSettings.transport(config))
            .executorConfig(ClientSettings.executors())
            .addDisconnectedListener(context -> disconnected(context.getCause()))
            .buildRx();
    client = rx.toAsync();
    // before the connection: the first messages of a resumed session come with its first packet
    messages = rx.publishes(MqttGlobalPublishFilter.ALL, true).subscribe(this::receive, e -> {});
  }

  @Override
  public CompletableFuture<Boolean> connect() {
    var connect =
        Mqtt5Connect.builder()
            .cleanStart(false)
            .sessionExpiryInterval(config.sessionExpiry().toSeconds())
            .keepAlive(Math.toIntExact(config.keepAlive().toSeconds()))
            .restrictions()
            .receiveMaximum(config.receiveMaximum())
            .applyRestrictions();
    if (!config.username().isEmpty()) {
      connect =
          connect
              .simpleAuth()
              .username(config.username())
              .password(config.password().getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth();
    }
    return client.connect(connect.build()).thenApply(answer -> answer.isSessionPresent());
  }

  @Override
  public CompletableFuture<Void> subscribe(Collection<String> filters) {
    List<Mqtt5Subscription> subscriptions =
        filters.stream()
            .map(filter ->
                Mqtt5Subscription.builder()
                    .topicFilter(filter)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .retainHandling(Mqtt5RetainHandling.DO_NOT_SEND)
                    .build())
            .toList();
    return client
        .subscribeWith()
        .addSubscriptions(subscriptions)
        .send()
        .thenAccept(Mqtt5BrokerClient::requireQos1);
  }

  private static void requireQos1(Mqtt5SubAck answer) {
    if (answer.getReasonCodes().stream()
        .anyMatch(code -> code != Mqtt5SubAckReasonCode.GRANTED_QOS_1)) {
      throw new BrokerException(
          "the broker grants less than QoS 1: " + answer.getReasonCodes(), null);
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

  @Override
  public CompletableFuture<Boolean> endSession() {
    return client.disconnectWith().sessionExpiryInterval(0).send().thenApply(done -> true);
  }

  /**
   * Not before the connection is gone: with nobody to hand it to, the client would acknowledge what
   * comes. After that they would hold its thread, and what was not acknowledged.
   */
  private void disconnected(Throwable cause) {
    link.end(BrokerFailures.end(cause));
    messages.dispose();
  }

  private void receive(Mqtt5Publish message) {
    intake.receive(
        link,
        message.getTopic().toString(),
        message.getPayload(),
        identity(message),
        message.getQos() != MqttQos.AT_MOST_ONCE,
        message::acknowledge);
  }

  /** Two of them are none: nobody knows which of them the broker has set. */
  private @Nullable String identity(Mqtt5Publish message) {
    String found = null;
    for (Mqtt5UserProperty property : message.getUserProperties().asList()) {
      if (property.getName().toString().equals(identityProperty)) {
        if (found != null) {
          return null;
        }
        found = property.getValue().toString();
      }
    }
    return found;
  }
}

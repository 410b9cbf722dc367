package dev.weir.app.bridge;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Devices of the stage that publish, all through one client. What the broker took is counted. */
final class Devices implements AutoCloseable {

  private final Mqtt5AsyncClient client;
  private final long start = Instant.now().getEpochSecond() - 3_600;
  private int next;

  Devices(String host, int port) {
    client = Mqtt5Client.builder().serverHost(host).serverPort(port).buildAsync();
    client.connect().join();
  }

  /** On a broker of this machine that everybody may use. */
  Devices(int port) {
    this("127.0.0.1", port);
  }

  /** Publishes so many readings with QoS 1, and returns when the broker has them all. */
  void publish(int readings) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int i = 0; i < readings; i++) {
      answers.add(publishOne());
    }
    answers.forEach(CompletableFuture::join);
  }

  /** One reading; completes when the broker has it. */
  CompletableFuture<?> publishOne() {
    int number = next++;
    return publish(
        "tenant/acme/device/d" + number % BridgeStage.DEVICES + "/telemetry",
        """
        {"site_id":"s1","ts":%d,"seq":%d,"metrics":{"n":%d}}\
        """
            .formatted(start, number, number)
            .getBytes(StandardCharsets.UTF_8));
  }

  CompletableFuture<?> publish(String topic, byte[] payload) {
    return publish(topic, payload, MqttQos.AT_LEAST_ONCE);
  }

  CompletableFuture<?> publish(String topic, byte[] payload, MqttQos qos) {
    return client.publishWith().topic(topic).qos(qos).payload(payload).send();
  }

  /** With a user property that says who publishes. */
  CompletableFuture<?> publishNamed(String topic, String username) {
    return client
        .publishWith()
        .topic(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .userProperties()
        .add("weir-username", username)
        .applyUserProperties()
        .send();
  }

  /** Goes on where others have stopped. */
  void startAt(int number) {
    next = number;
  }

  @Override
  public void close() {
    client.disconnect().exceptionally(gone -> null).join();
  }
}

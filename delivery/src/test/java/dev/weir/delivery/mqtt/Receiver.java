package dev.weir.delivery.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who subscribes, with QoS 1, to all that is below a level. */
final class Receiver implements AutoCloseable {

  private final Mqtt5AsyncClient client;
  private final List<Mqtt5Publish> received = new CopyOnWriteArrayList<>();

  Receiver(int port, String filter) {
    client = Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port).buildAsync();
    client.publishes(MqttGlobalPublishFilter.ALL, received::add);
    client.connect().join();
    client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send().join();
  }

  List<Mqtt5Publish> received() {
    return received;
  }

  static String text(Mqtt5Publish message) {
    return new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
  }

  static String deliveryId(Mqtt5Publish message) {
    return message.getUserProperties().asList().stream()
        .filter(property -> property.getName().toString().equals(MqttDeliverer.DELIVERY_ID))
        .map(property -> property.getValue().toString())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    client.disconnect().exceptionally(gone -> null).join();
  }
}

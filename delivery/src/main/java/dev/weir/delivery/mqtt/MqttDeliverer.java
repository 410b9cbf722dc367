package dev.weir.delivery.mqtt;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.weir.core.message.Topic;
import dev.weir.core.route.InvalidRouteException;
import dev.weir.core.route.RouteJob;
import dev.weir.delivery.destination.Deliverer;
import dev.weir.delivery.destination.Destination;
import dev.weir.delivery.destination.Outcome;
import dev.weir.delivery.guard.AddressGuard;
import java.net.URI;
import java.time.Duration;

/**
 * Publishes jobs to topics of brokers, over MQTT 5 with QoS 1, not retained, without an expiry. A
 * message carries its delivery id as the user property {@code weir-delivery-id}, by which receivers
 * tell repeats.
 *
 * <p>There is one connection for each broker and login, at most {@value #MAX_BROKERS}; each has at
 * most as many messages on the way as the broker allows, and 1,000.
 */
public final class MqttDeliverer implements Deliverer<Destination.MqttRepublish> {

  /** User property of a message. */
  public static final String DELIVERY_ID = "weir-delivery-id";

  static final int MAX_BROKERS = 100;

  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final int MAX_TEMPLATES = 1_000;

  private final OwnBroker own;
  private final BrokerPool pool;
  private final LoadingCache<String, TopicTemplate> templates =
      Caffeine.newBuilder().maximumSize(MAX_TEMPLATES).build(TopicTemplate::parse);

  /**
   * Makes one.
   *
   * @param own where routes go that name no broker
   * @param guard of the brokers that routes name
   * @param timeout of one attempt, connecting included
   */
  public MqttDeliverer(OwnBroker own, AddressGuard guard, Duration timeout) {
    this(own, guard, timeout, MAX_BROKERS, IDLE);
  }

  MqttDeliverer(OwnBroker own, AddressGuard guard, Duration timeout, int brokers, Duration idle) {
    this.own = own;
    pool = new BrokerPool(brokers, idle, broker -> new BrokerConnection(broker, guard, timeout));
  }

  @Override
  public Outcome deliver(RouteJob job, Destination.MqttRepublish destination)
      throws InterruptedException {
    Mqtt5Publish message;
    Broker broker;
    try {
      message = message(job, topic(job, destination));
      broker = broker(destination);
    } catch (InvalidRouteException e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    }
    try (BrokerPool.Use use = pool.use(broker)) {
      return use == null
          ? new Outcome.Failed("connections to too many brokers are in use", null)
          : use.connection().publish(message);
    }
  }

  /** Connections that there are now, or are being made. */
  public int connections() {
    return pool.size();
  }

  @Override
  public void close() {
    pool.close();
  }

  /** Templates are checked here too: routes may have been written without a command. */
  private String topic(RouteJob job, Destination.MqttRepublish destination) {
    TopicTemplate template = templates.get(destination.topic());
    if (destination.brokerUrl() == null) {
      template.requireNotBehind(own.identityPrefix());
    }
    Topic of = Topic.parse(job.topic());
    if (of == null) {
      throw new InvalidRouteException("topic: the message's own is not a device's");
    }
    return template.expand(of);
  }

  private Broker broker(Destination.MqttRepublish destination) {
    URI url = destination.brokerUrl();
    if (url != null) {
      return Broker.of(url, destination);
    }
    if (destination.username() != null) {
      throw new InvalidRouteException("username: only with a broker_url");
    }
    return Broker.of(own);
  }

  private static Mqtt5Publish message(RouteJob job, String topic) {
    return Mqtt5Publish.builder()
        .topic(topic)
        .payload(job.payload())
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(false)
        .contentType("application/json")
        .userProperties()
        .add(DELIVERY_ID, job.deliveryId())
        .applyUserProperties()
        .build();
  }
}

package dev.weir.app.serve;

import dev.weir.app.build.BuildVersion;
import dev.weir.app.config.Configuration;
import dev.weir.app.config.DeliverySettings;
import dev.weir.app.config.MqttSettings;
import dev.weir.core.route.RouteJob;
import dev.weir.delivery.destination.Destination;
import dev.weir.delivery.destination.Outcome;
import dev.weir.delivery.dispatch.Courier;
import dev.weir.delivery.guard.AddressGuard;
import dev.weir.delivery.guard.AddressRules;
import dev.weir.delivery.guard.ResolvingGuard;
import dev.weir.delivery.mqtt.MqttDeliverer;
import dev.weir.delivery.mqtt.OwnBroker;
import dev.weir.delivery.webhook.WebhookConfig;
import dev.weir.delivery.webhook.WebhookDeliverer;
import dev.weir.gateway.mqtt.BrokerTls;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** A deliverer for each kind of destination, as the configuration wants them. */
public final class Deliverers implements Courier, AutoCloseable {

  private final WebhookDeliverer webhooks;
  private final MqttDeliverer brokers;
  private final Courier courier;

  /**
   * Makes them; nothing is connected before there is something to deliver.
   *
   * @throws StartupException a file of certificates or keys is not what it should be
   */
  public Deliverers(Configuration configuration) {
    DeliverySettings delivery = configuration.delivery();
    AddressGuard guard = new ResolvingGuard(new AddressRules(delivery.allowedNetworks()));
    brokers = new MqttDeliverer(broker(configuration.mqtt()), guard, delivery.webhookTimeout());
    webhooks =
        new WebhookDeliverer(
            new WebhookConfig(
                delivery.webhookTimeout(),
                "weir/" + BuildVersion.current(),
                delivery.routeConcurrency(),
                null),
            guard,
            Clock.systemUTC());
    courier = Courier.of(webhooks, brokers);
  }

  @Override
  public Outcome deliver(RouteJob job, Destination destination) throws InterruptedException {
    return courier.deliver(job, destination);
  }

  @Override
  public void close() {
    webhooks.close();
    brokers.close();
  }

  private static OwnBroker broker(MqttSettings mqtt) {
    @Nullable BrokerTls tls = BrokerSettings.toConfig(mqtt).tls();
    return new OwnBroker(
        mqtt.host(),
        mqtt.port(),
        mqtt.username(),
        mqtt.password().reveal(),
        mqtt.tls(),
        tls == null ? null : tls.keys(),
        tls == null ? null : tls.trust(),
        mqtt.bridge().identityTopicPrefix());
  }
}

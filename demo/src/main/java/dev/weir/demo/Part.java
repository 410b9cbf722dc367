package dev.weir.demo;

import dev.weir.app.config.MqttSettings;
import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.HttpBatchPublisher;
import dev.weir.app.simulate.HttpPublisher;
import dev.weir.app.simulate.Ledger;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.MqttPublisher;
import dev.weir.app.simulate.Publisher;
import dev.weir.app.simulate.Simulation;
import dev.weir.app.simulate.SimulationPlan;
import dev.weir.app.simulate.Transport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * The part of the demo's fleet that publishes one way, with tenants of its own.
 *
 * @param rate messages a second
 */
record Part(Transport transport, long seed, Fleet fleet, double rate) {

  private static final int MAX_TENANTS = 5;
  private static final int CONNECTIONS = 4;

  /** One by one means to wait for each answer: some devices do so at the same time. */
  private static final int SINGLE_CONNECTIONS = 16;

  private static final int IN_FLIGHT = 2_000;
  private static final int BATCH = 50;
  private static final double DUPLICATE_SHARE = 0.02;
  private static final double BAD_SHARE = 0.1;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** So many devices, each of which sends at a rate. */
  static Part of(Transport transport, long seed, int devices, double perDevice) {
    String prefix = "demo-" + transport.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Fleet fleet = new Fleet(seed, prefix, Math.min(MAX_TENANTS, devices), devices);
    return new Part(transport, seed, fleet, devices * perDevice);
  }

  int devices() {
    return fleet.senders().size();
  }

  /**
   * Publishes to the end of the duration, or until it is stopped, and until all is answered.
   *
   * @param gateway where HTTP goes
   */
  void publish(
      MqttSettings broker, URI gateway, Duration duration, Ledger ledger, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    switch (transport) {
      case MQTT -> {
        try (var publisher = MqttPublisher.connect(broker, CONNECTIONS, IN_FLIGHT)) {
          run(publisher, duration, ledger, stopped);
        }
      }
      case HTTP -> {
        try (var publisher = new HttpPublisher(gateway, SINGLE_CONNECTIONS)) {
          run(publisher, duration, ledger, stopped);
        }
      }
      case HTTP_BATCH -> {
        try (var publisher = new HttpBatchPublisher(gateway, CONNECTIONS, BATCH)) {
          run(publisher, duration, ledger, stopped);
        }
      }
      case NATS -> throw new IllegalStateException("devices do not speak NATS");
    }
  }

  private void run(Publisher publisher, Duration duration, Ledger ledger, BooleanSupplier stopped)
      throws InterruptedException {
    SimulationPlan plan = new SimulationPlan(rate, 0, duration, PATIENCE);
    Mix mix = Mix.evenlyBad(transport, DUPLICATE_SHARE, BAD_SHARE);
    MessageMaker maker = new MessageMaker(seed, fleet, mix, Instant.now(), plan.intervalNanos());
    new Simulation(maker, publisher, ledger).run(plan, stopped);
  }
}

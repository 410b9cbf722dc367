package dev.weir.app.command;

import dev.weir.app.config.Configuration;
import dev.weir.app.simulate.HttpBatchPublisher;
import dev.weir.app.simulate.HttpPublisher;
import dev.weir.app.simulate.Ledger;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.MqttPublisher;
import dev.weir.app.simulate.NatsPublisher;
import dev.weir.app.simulate.Publisher;
import dev.weir.app.simulate.Simulation;
import dev.weir.app.simulate.SimulationPlan;
import dev.weir.app.simulate.Transport;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.TelemetryPublisher;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Sends a load over the transport that was asked for.
 *
 * @param partitions of the streams, for NATS
 */
record LoadSending(Configuration configuration, TransportOptions options, int partitions) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int IN_FLIGHT = 4_000;

  /** What is sent, how fast, and where it is written down. */
  record Load(MessageMaker maker, SimulationPlan plan, Ledger ledger) {}

  void send(Transport transport, Load load, BooleanSupplier stopped) throws InterruptedException {
    switch (transport) {
      case NATS -> overNats(load, stopped);
      case MQTT -> overMqtt(load, stopped);
      case HTTP -> {
        try (var publisher =
            new HttpPublisher(options.gateway(configuration.http().port()), options.connections)) {
          run(load, publisher, stopped);
        }
      }
      case HTTP_BATCH -> {
        try (var publisher =
            new HttpBatchPublisher(
                options.gateway(configuration.http().port()), options.connections, options.batch)) {
          run(load, publisher, stopped);
        }
      }
    }
  }

  private void overNats(Load load, BooleanSupplier stopped) throws InterruptedException {
    try (NatsConnection nats =
        NatsConnection.start(configuration.nats().toConfig("weir-simulate"))) {
      if (!nats.awaitConnected(PATIENCE)) {
        throw CommandException.failed(nats.reason());
      }
      try (TelemetryPublisher publisher =
          new TelemetryPublisher(nats, IN_FLIGHT, Simulation.ANSWER_BOUND)) {
        run(load, new NatsPublisher(publisher, partitions), stopped);
      }
    }
  }

  private void overMqtt(Load load, BooleanSupplier stopped) throws InterruptedException {
    try (MqttPublisher publisher =
        MqttPublisher.connect(configuration.mqtt(), options.connections, IN_FLIGHT)) {
      run(load, publisher, stopped);
    } catch (IOException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()));
    }
  }

  private static void run(Load load, Publisher publisher, BooleanSupplier stopped)
      throws InterruptedException {
    new Simulation(load.maker(), publisher, load.ledger()).run(load.plan(), stopped);
  }
}

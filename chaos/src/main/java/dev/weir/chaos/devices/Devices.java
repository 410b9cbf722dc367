package dev.weir.chaos.devices;

import dev.weir.app.config.ConfigurationException;
import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.HttpBatchPublisher;
import dev.weir.app.simulate.HttpPublisher;
import dev.weir.app.simulate.MqttPublisher;
import dev.weir.app.simulate.Publisher;
import dev.weir.app.simulate.Transport;
import dev.weir.chaos.ledger.Load;
import dev.weir.chaos.run.Installation;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Devices of all kinds at once: by MQTT, by HTTP, and by HTTP in batches. */
final class Devices implements AutoCloseable {

  private static final int TENANTS = 2;
  private static final int DEVICES = 50;
  private static final int IN_FLIGHT = 1_000;
  private static final int CONNECTIONS = 4;
  private static final int REQUESTS = 16;
  private static final int BATCH = 20;

  private static final double MQTT_RATE = 300;
  private static final double SINGLE_RATE = 100;
  private static final double BATCH_RATE = 300;

  private final Installation installation;
  private final String tenants;
  private final long seed;
  private final List<Runnable> connections = new ArrayList<>();
  private final List<DeviceLoad> loads = new ArrayList<>();

  /**
   * Starts at once.
   *
   * @param tenants what the ids of their tenants begin with
   */
  Devices(Installation installation, WaysIn ways, String tenants, long seed)
      throws ConfigurationException, IOException, InterruptedException {
    this.installation = installation;
    this.tenants = tenants;
    this.seed = seed;
    MqttPublisher mqtt = MqttPublisher.connect(ways.mqtt(), CONNECTIONS, IN_FLIGHT);
    connections.add(mqtt::close);
    start(Transport.MQTT, MQTT_RATE, mqtt);
    start(
        Transport.HTTP,
        SINGLE_RATE,
        new TakingTurns(ways.urls().stream().map(this::single).toList()));
    start(
        Transport.HTTP_BATCH,
        BATCH_RATE,
        new TakingTurns(ways.urls().stream().map(this::batch).toList()));
  }

  /** Whether each kind has been told of so many messages that they were taken in. */
  boolean haveSent(int messages) {
    if (loads.stream().anyMatch(DeviceLoad::hasEnded)) {
      throw new IllegalStateException("devices ended by themselves");
    }
    return loads.stream().allMatch(load -> load.acknowledged() >= messages);
  }

  /** Waits until all is answered. */
  List<Load> await() throws InterruptedException {
    loads.forEach(DeviceLoad::end);
    List<Load> ended = new ArrayList<>();
    for (DeviceLoad load : loads) {
      ended.add(load.await());
    }
    return ended;
  }

  @Override
  public void close() {
    loads.forEach(DeviceLoad::close);
    connections.forEach(Runnable::run);
  }

  private Publisher single(URI url) {
    HttpPublisher publisher = new HttpPublisher(url, REQUESTS);
    connections.add(publisher::close);
    return publisher;
  }

  private Publisher batch(URI url) {
    HttpBatchPublisher publisher = new HttpBatchPublisher(url, REQUESTS, BATCH);
    connections.add(publisher::close);
    return publisher;
  }

  private void start(Transport transport, double rate, Publisher publisher)
      throws ConfigurationException {
    int number = loads.size();
    Fleet fleet = new Fleet(seed + number, tenants + number, TENANTS, DEVICES);
    installation.register(fleet);
    loads.add(new DeviceLoad(transport, fleet, seed + number, rate, publisher));
  }
}

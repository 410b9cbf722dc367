package dev.weir.chaos.devices;

import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.config.MqttSettings;
import dev.weir.chaos.run.Installation;
import dev.weir.chaos.run.Jvm;
import dev.weir.chaos.run.Member;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.mqtt.MosquittoProcess;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Before an installation: a broker, two bridges that share it, and two HTTP gateways. */
final class WaysIn implements AutoCloseable {

  private static final int EACH = 2;

  private final MosquittoProcess broker = MosquittoProcess.start();
  private final List<Member> bridges = new ArrayList<>();
  private final List<Member> gateways = new ArrayList<>();
  private final List<URI> urls = new ArrayList<>();

  /** Starts them; the processes are the installation's, and end with it. */
  WaysIn(Installation installation, Jvm jvm) throws IOException {
    Map<String, String> settings = Map.of("MQTT_URL", broker.url());
    for (int i = 0; i < EACH; i++) {
      bridges.add(installation.add(jvm, "mqtt-bridge", settings));
      // A gateway that is started again is where it was.
      int port = WeirProcess.freePort();
      urls.add(URI.create("http://127.0.0.1:" + port));
      gateways.add(installation.add(jvm, "http", Map.of("HTTP_PORT", Integer.toString(port))));
    }
    all().forEach(Member::start);
    all().forEach(Member::awaitReady);
  }

  MosquittoProcess broker() {
    return broker;
  }

  List<Member> bridges() {
    return List.copyOf(bridges);
  }

  List<Member> gateways() {
    return List.copyOf(gateways);
  }

  List<Member> all() {
    return Stream.concat(bridges.stream(), gateways.stream()).toList();
  }

  /** Where the gateways are. */
  List<URI> urls() {
    return List.copyOf(urls);
  }

  /** How a device reaches the broker. */
  MqttSettings mqtt() throws ConfigurationException {
    return Configuration.from(Map.of("MQTT_URL", broker.url())).mqtt();
  }

  @Override
  public void close() {
    broker.close();
  }
}

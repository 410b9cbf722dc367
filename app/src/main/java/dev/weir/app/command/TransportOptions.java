package dev.weir.app.command;

import dev.weir.app.simulate.HttpBatchPublisher;
import dev.weir.app.simulate.Transport;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which way a simulated fleet's messages take. */
final class TransportOptions {

  private static final int MAX_CONNECTIONS = 1_000;

  /** Exactly one of them. */
  static final class Way {
    @Option(names = "--nats", description = "Publish straight to the streams of NATS_URL.")
    boolean nats;

    @Option(names = "--mqtt", description = "Publish to the broker of MQTT_URL, with QoS 1.")
    boolean mqtt;

    @Option(names = "--http", description = "Post to the gateway of --url.")
    boolean http;
  }

  @ArgGroup(multiplicity = "1")
  Way way = new Way();

  @Option(
      names = "--url",
      description = "With --http: the gateway, by default the one on this machine's HTTP_PORT.")
  @Nullable URI url;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "With --http: messages a request, 1 to 100: ${DEFAULT-VALUE}.")
  int batch = 1;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "With --mqtt: connections; with --http: requests at a time: ${DEFAULT-VALUE}.")
  int connections = 8;

  Transport transport() {
    require(
        batch >= 1 && batch <= HttpBatchPublisher.MAX_MESSAGES, "--batch must be from 1 to 100");
    require(
        connections >= 1 && connections <= MAX_CONNECTIONS,
        "--connections must be from 1 to " + MAX_CONNECTIONS);
    require(way.http || (batch == 1 && url == null), "--batch and --url go with --http only");
    if (way.http) {
      return batch > 1 ? Transport.HTTP_BATCH : Transport.HTTP;
    }
    return way.mqtt ? Transport.MQTT : Transport.NATS;
  }

  /** The gateway that is meant. */
  URI gateway(int port) {
    URI gateway = url == null ? URI.create("http://127.0.0.1:" + port) : url;
    require(
        ("http".equals(gateway.getScheme()) || "https".equals(gateway.getScheme()))
            && gateway.getHost() != null,
        "--url must be such as http://127.0.0.1:8080");
    return gateway;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw CommandException.usage(message);
    }
  }
}

package dev.weir.testkit.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ClusterInfo;
import io.nats.client.api.Replica;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Three real {@code nats-server}s that are one JetStream cluster, on free loopback ports, with a
 * store each. Streams with three replicas outlive each of them.
 */
public final class NatsCluster implements NatsServers {

  /** Servers. */
  public static final int SIZE = 3;

  private static final long MAX_FILE_STORE_BYTES = 8L << 30;
  private static final Duration CURRENT_BOUND = Duration.ofMinutes(3);

  /** Entries of a stream's log; under load no copy is ever quite as far as its leader. */
  private static final long LAG = 1_000;

  private static final Duration ANSWER_BOUND = Duration.ofSeconds(2);

  private final List<NatsServerProcess> servers = new ArrayList<>();
  private final List<Integer> monitors;
  private final HttpClient http = HttpClient.newHttpClient();

  private NatsCluster() {
    List<Integer> ports = NatsServerProcess.freePorts(3 * SIZE);
    List<Integer> routes = ports.subList(0, SIZE);
    monitors = ports.subList(SIZE, 2 * SIZE);
    for (int i = 0; i < SIZE; i++) {
      servers.add(
          new NatsServerProcess(ports.get(2 * SIZE + i), MAX_FILE_STORE_BYTES, config(i, routes)));
    }
  }

  /** Starts all three, and waits until streams can be made. */
  public static NatsCluster start() {
    NatsCluster cluster = new NatsCluster();
    cluster.servers.forEach(NatsServerProcess::launch);
    cluster.awaitCurrent();
    return cluster;
  }

  @Override
  public String url() {
    return servers.stream().map(NatsServerProcess::url).collect(Collectors.joining(","));
  }

  /**
   * Ends a server as a crash would: SIGKILL.
   *
   * @param server from 0 to 2
   */
  public void kill(int server) {
    servers.get(server).kill();
  }

  /** Starts what was ended again, and waits until it has all that it missed. */
  public void complete() {
    servers.stream().filter(server -> !server.isRunning()).forEach(NatsServerProcess::launch);
    awaitCurrent();
  }

  /**
   * Waits until each server follows the cluster's leader, and each stream's leader says that all
   * copies are almost as far. The servers' own word for that would be about consumers too, and
   * those of a server that died are ill until they are forgotten.
   */
  private void awaitCurrent() {
    Awaitility.await("three servers that are current")
        .atMost(CURRENT_BOUND)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions() // a stream without a leader yet
        .until(this::whatIsBehind, List::isEmpty);
  }

  private List<String> whatIsBehind() throws Exception {
    List<String> behind = new ArrayList<>();
    for (int server = 0; server < SIZE; server++) {
      if (!isCurrent(monitors.get(server))) {
        behind.add("server " + (server + 1));
      }
    }
    return behind.isEmpty() ? streamsBehind() : behind;
  }

  @Override
  public void close() {
    servers.forEach(NatsServerProcess::close);
  }

  private boolean isCurrent(int monitor) {
    URI health = URI.create("http://127.0.0.1:" + monitor + "/healthz?js-server-only=true");
    HttpRequest request = HttpRequest.newBuilder(health).timeout(ANSWER_BOUND).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @SuppressWarnings("try") // an interrupt while it closes ends the test, which is meant
  private List<String> streamsBehind() throws Exception {
    List<String> behind = new ArrayList<>();
    try (Connection connection = Nats.connect(url())) {
      JetStreamManagement management = connection.jetStreamManagement();
      for (String stream : management.getStreamNames()) {
        ClusterInfo cluster = management.getStreamInfo(stream).getClusterInfo();
        List<Replica> copies = cluster == null ? null : cluster.getReplicas();
        if (copies == null || copies.stream().anyMatch(NatsCluster::isBehind)) {
          behind.add(stream + ": " + copies);
        }
      }
    }
    return behind;
  }

  private static boolean isBehind(Replica copy) {
    return copy.isOffline() || copy.getLag() >= LAG;
  }

  private String config(int server, List<Integer> routes) {
    String others =
        IntStream.range(0, SIZE)
            .filter(other -> other != server)
            .mapToObj(other -> "nats://127.0.0.1:" + routes.get(other))
            .collect(Collectors.joining(", "));
    return """
    server_name: "weir-%d"
    http: "127.0.0.1:%d"
    cluster { name: weir, listen: "127.0.0.1:%d", routes: [ %s ] }
    """
        .formatted(server, monitors.get(server), routes.get(server), others);
  }
}

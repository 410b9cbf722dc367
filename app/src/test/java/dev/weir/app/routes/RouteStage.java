package dev.weir.app.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.app.config.Configuration;
import dev.weir.core.message.Subjects;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.TelemetryPublisher;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.TestNats;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An installation of a test's own with tenant acme and its device d1, whose token is secret. */
final class RouteStage implements AutoCloseable {

  static final String TOPIC = "tenant/acme/device/d1/telemetry";

  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Fixed, for the same number is to be the same reading whenever it is published. */
  private static final long FIRST_SECOND = System.currentTimeMillis() / 1_000 - 100;

  /** What a command printed, and ended with. */
  record Ran(int exitCode, String out) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out.substring(0, out.lastIndexOf('}') + 1));
    }
  }

  final TestDatabase database = TestDatabase.create();
  final TestNats nats = TestNats.start();
  final Map<String, String> environment = new TreeMap<>();
  private final NatsConnection connection;
  private final TelemetryPublisher publisher;
  private long published;

  RouteStage(Map<String, String> settings) throws Exception {
    environment.putAll(
        Map.of(
            "DATABASE_URL",
            database.url(),
            "NATS_URL",
            nats.url(),
            "LEASE_SECONDS",
            "2",
            "WEBHOOK_ALLOWED_NETWORKS",
            "127.0.0.0/8",
            "WEBHOOK_BACKOFF_MS",
            "20",
            "MQTT_URL",
            "mqtt://127.0.0.1:1"));
    environment.putAll(settings);
    ok("migrate");
    ok("settings", "set", "RATE_LIMIT_RPS", "1000000");
    ok("settings", "set", "RATE_LIMIT_BURST", "1000000");
    ok("tenant", "add", "acme");
    ok("device", "add", "acme", "d1", "--site", "s1", "--token", "secret-token-of-d1");
    connection = NatsConnection.start(Configuration.from(environment).nats().toConfig("weir-test"));
    assertThat(connection.awaitConnected(PATIENCE)).isTrue();
    publisher = new TelemetryPublisher(connection, 5_000, PATIENCE);
  }

  WeirProcess serve(String roles) {
    return WeirProcess.start(environment, "serve", roles).awaitReady();
  }

  Ran run(String... args) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    return new Ran(Commands.run(new Console(environment, writer, writer), args), output.toString());
  }

  Ran ok(String... args) {
    Ran run = run(args);
    assertThat(run.exitCode()).as(run.out()).isZero();
    return run;
  }

  /** Publishes readings, their sequence numbers from one to another. */
  void publish(int from, int to) throws InterruptedException {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int seq = from; seq <= to; seq++) {
      answers.add(publisher.publish(message(seq)));
    }
    answers.forEach(CompletableFuture::join);
    published += to - from + 1;
  }

  static String payload(int seq) {
    return """
    {"site_id":"s1","ts":%d,"seq":%d,"metrics":{"temp_c":%d},"provision_token":"secret-token-of-d1"}\
    """
        .formatted(FIRST_SECOND, seq, seq);
  }

  private static OutboundMessage message(int seq) {
    return new OutboundMessage(
        Subjects.telemetry("acme", "d1", PARTITIONS),
        TOPIC,
        null,
        null,
        null,
        payload(seq).getBytes(StandardCharsets.UTF_8));
  }

  void awaitAccounted() {
    await(
        published + " messages accounted for",
        () ->
            assertThat(
                    database.number(
                        "select coalesce(sum(stored + quarantined + duplicates), 0) from ingest_lanes"))
                .isEqualTo(published));
  }

  static void await(String what, ThrowingRunnable assertion) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(assertion);
  }

  @Override
  public void close() {
    publisher.close();
    connection.close();
    nats.close();
    database.close();
  }
}

package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.config.Configuration;
import dev.weir.core.message.Subjects;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.TelemetryPublisher;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.TestNats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An installation whose quarantine is looked after; it keeps count of what was published. */
final class QuarantineStage implements AutoCloseable {

  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final TestDatabase database = TestDatabase.create();
  final TestNats nats = TestNats.start();
  final Map<String, String> environment =
      new TreeMap<>(
          Map.of("DATABASE_URL", database.url(), "NATS_URL", nats.url(), "LEASE_SECONDS", "2"));
  private final NatsConnection connection;
  private final TelemetryPublisher publisher;
  private @Nullable WeirProcess weir;
  long published;

  QuarantineStage() throws Exception {
    assertThat(run("migrate").exitCode()).isZero();
    // these tests send as fast as they can; the one about rates sets its own
    assertThat(run("settings", "set", "RATE_LIMIT_RPS", "1000000").exitCode()).isZero();
    assertThat(run("settings", "set", "RATE_LIMIT_BURST", "1000000").exitCode()).isZero();
    connection = NatsConnection.start(Configuration.from(environment).nats().toConfig("weir-test"));
    assertThat(connection.awaitConnected(PATIENCE)).isTrue();
    publisher = new TelemetryPublisher(connection, 1_000, PATIENCE);
  }

  /** Starts ingest anew, with nothing in its memory. */
  WeirProcess serve() {
    stop();
    WeirProcess started = WeirProcess.start(environment, "serve", "ingest").awaitReady();
    weir = started;
    return started;
  }

  /** Ends it as a crash would. */
  void stop() {
    if (weir != null) {
      weir.close();
      weir = null;
    }
  }

  Run run(String... args) {
    return Run.of(environment, args);
  }

  /** Runs a replay of what the arguments mean; its result. */
  JsonNode replay(String... args) {
    String[] line = new String[args.length + 3];
    line[0] = "quarantine";
    line[1] = "replay";
    System.arraycopy(args, 0, line, 2, args.length);
    line[line.length - 1] = "--json";
    Run run = run(line);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode result = run.json();
    published += result.get("published").asLong();
    return result;
  }

  void publishNative(String tenant, String device, @Nullable String token, String payload)
      throws InterruptedException {
    publish(
        new OutboundMessage(
            Subjects.telemetry(tenant, device, PARTITIONS),
            topic(tenant, device),
            token,
            tenant + '/' + device,
            null,
            payload.getBytes(StandardCharsets.UTF_8)));
  }

  /** In the envelope form; {@code payload} is a JSON value. */
  void publishEnvelope(String tenant, String device, String payload) throws InterruptedException {
    String body =
        "{\"topic\":\"%s\",\"username\":\"u-%s\",\"payload\":%s}"
            .formatted(topic(tenant, device), device, payload);
    publish(
        OutboundMessage.envelopeForm(
            Subjects.telemetry(tenant), null, body.getBytes(StandardCharsets.UTF_8)));
  }

  /** A wish under a tenant's subject that no command sent. */
  void publishWish(String tenant, long eventId) throws InterruptedException {
    String id = UUID.randomUUID().toString();
    publish(OutboundMessage.replay(Subjects.telemetry(tenant, "d", PARTITIONS), id, eventId));
  }

  private void publish(OutboundMessage message) throws InterruptedException {
    publisher.publish(message).join();
    published++;
  }

  static String topic(String tenant, String device) {
    return "tenant/" + tenant + "/device/" + device + "/telemetry";
  }

  /** Waits until every message is accounted for, and checks that it is exactly once. */
  void assertAccount() {
    Awaitility.await(published + " messages accounted for")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> assertThat(lanes("stored + quarantined + duplicates")).isEqualTo(published));
    assertThat(database.number("select count(*) from telemetry")).isEqualTo(lanes("stored"));
    assertThat(database.number("select coalesce(sum(cnt), 0) from quarantine_counters_minute"))
        .isEqualTo(lanes("quarantined"));
  }

  private long lanes(String what) {
    return database.number("select coalesce(sum(" + what + "), 0) from ingest_lanes");
  }

  /** The id of the newest event of a device. */
  long event(String device) {
    return database.number(
        "select max(id) from quarantine_events where device_id = '" + device + "'");
  }

  /** One column of a device's first event. */
  String first(String device, String column) {
    return database
        .rows(
            "select %s from quarantine_events where device_id = '%s' order by id limit 1"
                .formatted(column, device))
        .getFirst();
  }

  long stored(String device) {
    return database.number("select count(*) from telemetry where device_id = '" + device + "'");
  }

  @Override
  public void close() {
    stop();
    publisher.close();
    connection.close();
    nats.close();
    database.close();
  }
}

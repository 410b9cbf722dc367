package dev.weir.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.TestNats;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code weir serve ingest}, in a process of its own, on real servers. */
@ParameterizedClass
@EnumSource(Way.class)
final class ServeIT {

  @Parameter Way way = Way.DIRECT;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration END_BOUND = Duration.ofSeconds(10);

  private final Map<String, String> environment = new HashMap<>();
  private TestDatabase database;
  private TestNats nats;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    nats = TestNats.start();
    environment.put("DATABASE_URL", way.url(database));
    environment.put("NATS_URL", nats.url());
    environment.put("SETTINGS_POLL_SECONDS", "1");
    environment.put("LOG_STATS_EVERY_SECONDS", "1");
  }

  @AfterEach
  void stop() {
    nats.close();
    database.close();
  }

  @Test
  void messagesAreStoredAndRefusedAndAllOfItIsTold() throws Exception {
    migrate();
    database.execute("insert into tenants (tenant_id) values ('acme')");
    database.execute(
        "insert into device_registry (tenant_id, device_id, provision_token_hash) values"
            + " ('acme', 'd1', encode(sha256('tok'), 'hex'))");
    long start = System.nanoTime();
    try (WeirProcess process = WeirProcess.start(environment, "serve", "ingest").awaitReady()) {
      System.out.printf("ready after %.1f s%n", (System.nanoTime() - start) / 1e9);
      publish(
          "{\"topic\":\"tenant/acme/device/d1/telemetry\",\"payload\":{\"site_id\":\"s\","
              + "\"seq\":1,\"provision_token\":\"tok\",\"metrics\":{\"t\":1}}}");
      publish("no JSON");

      await()
          .atMost(PATIENCE)
          .until(() -> health(process).at("/counters/messages_written").asInt() == 1);
      await()
          .atMost(PATIENCE)
          .until(() -> health(process).at("/counters/messages_rejected").asInt() == 1);
      assertThat(health(process).get("status").asString()).isEqualTo("healthy");
      assertThat(database.number("select count(*) from telemetry")).isEqualTo(1);
      assertThat(process.get("/metrics").body())
          .contains(
              "weir_messages_total{result=\"stored\"} 1.0",
              "weir_rejects_total{reason=\"INVALID_JSON\",tenant_id=\"unknown\"} 1.0",
              "weir_lane_position{stream=\"TELEMETRY\"} 2.0",
              "weir_publish_to_commit_seconds_count 2",
              "weir_pool_max_connections 10.0");
      await().atMost(PATIENCE).until(() -> process.log().contains("\"message\":\"statistics\""));
      assertEndsInGoodOrder(process);
    }
  }

  @Test
  void everyLineOfTheLogIsJsonAndHoldsNoSecret() throws Exception {
    migrate();
    environment.put("PG_PASS", "hunter2");
    try (WeirProcess process = WeirProcess.start(environment, "serve", "ingest").awaitReady()) {
      assertEndsInGoodOrder(process);
      assertThat(process.log()).doesNotContain("hunter2").doesNotContain(database.password() + "@");
      assertThat(process.log().lines())
          .isNotEmpty()
          .allSatisfy(line -> assertThat(JsonMapper.shared().readTree(line).isObject()).isTrue());
      assertThat(process.log())
          .contains("\"message\":\"starting\"", "\"message\":\"configuration\"")
          .contains("\"PG_PASS\":\"***\"", "\"message\":\"ended\"");
    }
  }

  @Test
  void withoutItsSchemaItWaitsAndSaysSo() throws Exception {
    try (WeirProcess process = WeirProcess.start(environment, "serve", "ingest")) {
      awaitObstacle(process, "run ./weir migrate");
      assertThat(process.status("/health")).isEqualTo(200);
      assertThat(health(process).get("status").asString()).isEqualTo("degraded");

      migrate();

      process.awaitReady();
      assertEndsInGoodOrder(process);
    }
  }

  @Test
  void aStreamThatIsSmallerThanConfiguredIsTold() {
    migrate();
    environment.put("STREAM_MAX_BYTES", "2000000000");
    try (WeirProcess process = WeirProcess.start(environment, "serve", "ingest").awaitReady()) {
      await()
          .atMost(PATIENCE)
          .until(() ->
              process.log().contains("stream TELEMETRY-3: ")
                  && process.log().contains("configured is 2000000000"));
    }
  }

  @Test
  void withoutNatsItWaitsAndRecovers() throws Exception {
    migrate();
    nats.stop();
    try (WeirProcess process = WeirProcess.start(environment, "serve", "ingest")) {
      awaitObstacle(process, "nats: no connection to NATS");

      nats.restart();

      process.awaitReady();
      assertEndsInGoodOrder(process);
    }
  }

  @Test
  void withoutDatabaseItWaitsAndEndsWhenAsked() {
    environment.put("DATABASE_URL", "postgres://u:p@127.0.0.1:1/none");
    try (WeirProcess process = WeirProcess.start(environment, "serve", "ingest")) {
      awaitObstacle(process, "database: ");

      await().atMost(PATIENCE).until(() -> process.log().contains("\"message\":\"waiting: "));
      assertThat(process.log()).doesNotContain("\tat ");
      assertEndsInGoodOrder(process);
    }
  }

  private void migrate() {
    StringWriter err = new StringWriter();
    assertThat(run(err, "migrate")).as(err::toString).isZero();
  }

  private int run(StringWriter err, String... args) {
    PrintWriter out = new PrintWriter(new StringWriter());
    return Commands.run(new Console(environment, out, new PrintWriter(err, true)), args);
  }

  private void publish(String body) throws Exception {
    Connection connection = Nats.connect(nats.url());
    try {
      connection.jetStream().publish("telemetry.acme", body.getBytes(StandardCharsets.UTF_8));
    } finally {
      connection.close();
    }
  }

  private static JsonNode health(WeirProcess process) throws IOException {
    return JsonMapper.shared().readTree(process.get("/health").body());
  }

  private static void awaitObstacle(WeirProcess process, String obstacle) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            process.status("/ready") == 503 && process.get("/ready").body().contains(obstacle));
  }

  private static void assertEndsInGoodOrder(WeirProcess process) {
    process.terminate();
    assertThat(process.awaitExit(END_BOUND)).as(process.log()).isZero();
  }
}

package dev.weir.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.TestNats;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a setting that was changed by plain SQL is in force, under a trickle of messages. */
@Tag("alone")
final class LiveSettingsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(10);
  private static final String WORKING = "weir_notifications_working 1.0";
  private static final String NOT_WORKING = "weir_notifications_working 0.0";

  private final Map<String, String> environment = new HashMap<>();

  /** When each message was published, by its sequence number. */
  private final List<Long> publishedNanos = new CopyOnWriteArrayList<>();

  private TestDatabase database;
  private TestNats nats;

  @BeforeEach
  void start() {
    database = TestDatabase.create();
    nats = TestNats.start();
    environment.put("NATS_URL", nats.url());
    environment.put("REQUIRE_TOKEN", "0");
    environment.put("DATABASE_URL", database.url());
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said, true);
    assertThat(Commands.run(new Console(environment, writer, writer), "migrate"))
        .as(said::toString)
        .isZero();
    database.execute("insert into tenants (tenant_id) values ('acme')");
    database.execute("insert into device_registry (tenant_id, device_id) values ('acme', 'd1')");
    database.execute(
        "insert into app_settings values ('RATE_LIMIT_RPS', '1000000'), ('RATE_LIMIT_BURST',"
            + " '1000000')");
  }

  @AfterEach
  void stop() {
    nats.close();
    database.close();
  }

  @Test
  void atOnceWhereNotificationsWork() throws Exception {
    environment.put("SETTINGS_POLL_SECONDS", "3600");
    try (WeirProcess process = WeirProcess.start(environment, "serve", "ingest").awaitReady()) {
      awaitMetric(process, WORKING);

      assertThat(inForceAfter("told")).isLessThan(Duration.ofSeconds(1));
      assertThat(process.get("/metrics").body())
          .contains("weir_changes_total{kind=\"setting\"} 1.0")
          .contains("weir_changes_total{kind=\"everything\"} 1.0");
      process.terminate();
      assertThat(process.awaitExit(PATIENCE)).isZero();
      assertThat(process.log()).doesNotContain("notifications do not work");
    }
  }

  @Test
  void atTheNextPollThroughPgBouncer() throws Exception {
    environment.put("DATABASE_URL", database.pooledUrl());
    environment.put("SETTINGS_POLL_SECONDS", "2");
    try (WeirProcess process = WeirProcess.start(environment, "serve", "ingest").awaitReady()) {
      await().atMost(PATIENCE).until(() -> process.log().contains("notifications do not work"));

      Duration poll = Duration.ofSeconds(2);
      assertThat(inForceAfter("polled")).isLessThan(poll.plus(Duration.ofSeconds(1)));
      assertThat(process.get("/metrics").body())
          .contains(NOT_WORKING, "weir_changes_total{kind=\"setting\"} 0.0");
      assertThat(process.status("/ready")).isEqualTo(200);
      assertThat(process.log()).containsOnlyOnce("notifications do not work");
      process.terminate();
      assertThat(process.awaitExit(PATIENCE)).isZero();
    }
  }

  /** From the commit of the change to the publication of the first message it was applied to. */
  private Duration inForceAfter(String how) throws Exception {
    Thread publisher = Thread.ofPlatform().start(this::publish);
    try {
      await().atMost(PATIENCE).until(() -> count("telemetry") > 0);
      database.execute("insert into app_settings values ('MAX_METRICS', '1')");
      long changedNanos = System.nanoTime();
      await().atMost(PATIENCE).until(() -> count("quarantine_events") > 20);

      int first =
          Math.toIntExact(
              database.number(
                  """
                  select min((payload ->> 'seq')::bigint) from quarantine_events
                  where reason = 'TOO_MANY_METRICS'
                  """));
      assertThat(count("telemetry where seq >= " + first)).as("judged by the old rule").isZero();
      Duration after = Duration.ofNanos(publishedNanos.get(first) - changedNanos);
      System.out.printf("%s, a setting was in force after %d ms%n", how, after.toMillis());
      return after;
    } finally {
      publisher.interrupt();
      publisher.join();
    }
  }

  private long count(String what) {
    return database.number("select count(*) from " + what);
  }

  private void publish() {
    try {
      Connection connection = Nats.connect(nats.url());
      try {
        while (true) {
          byte[] message = message(publishedNanos.size()).getBytes(StandardCharsets.UTF_8);
          publishedNanos.add(System.nanoTime());
          connection.publish("telemetry.acme", message);
          Thread.sleep(BETWEEN_MESSAGES);
        }
      } finally {
        connection.close();
      }
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String message(int seq) {
    return """
    {"topic": "tenant/acme/device/d1/telemetry", "payload":
     {"site_id": "s", "seq": %d, "metrics": {"a": 1, "b": 2}}}
    """
        .formatted(seq);
  }

  private static void awaitMetric(WeirProcess process, String line) {
    await().atMost(PATIENCE).until(() -> process.get("/metrics").body().contains(line));
  }
}

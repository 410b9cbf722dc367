package dev.weir.app.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.mqtt.MosquittoProcess;
import dev.weir.testkit.nats.TestNats;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;

/** All of Weir in one process, on servers of its own, with a device for each client. */
final class ClientStage implements AutoCloseable {

  /** Of every device. */
  static final String TOKEN = "correct-horse-battery";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final MosquittoProcess broker = MosquittoProcess.start();
  private final TestDatabase database = TestDatabase.create();
  private final TestNats nats = TestNats.start();
  private final Map<String, String> environment = new HashMap<>();
  private final WeirProcess weir;

  ClientStage(String... devices) {
    environment.put("DATABASE_URL", database.url());
    environment.put("NATS_URL", nats.url());
    environment.put("MQTT_URL", broker.url());
    run("migrate");
    run("tenant", "add", "acme");
    for (String device : devices) {
      run("device", "add", "acme", device, "--token", TOKEN);
    }
    run("settings", "set", "RATE_LIMIT_RPS", "1000000");
    run("settings", "set", "RATE_LIMIT_BURST", "1000000");
    weir = WeirProcess.start(environment, "serve", "ingest,mqtt-bridge,http").awaitReady();
  }

  String url() {
    return weir.url();
  }

  /** Waits until so many of a device's readings are rows: numbers from 1, each once. */
  void awaitRows(String device, int count) {
    List<String> expected = LongStream.rangeClosed(1, count).mapToObj(Long::toString).toList();
    String rows = "select seq from telemetry where device_id = '" + device + "' order by seq";
    awaitAtLeast(device, count);
    assertThat(database.rows(rows)).isEqualTo(expected);
    assertThat(number("select coalesce(sum(duplicates + quarantined), 0) from ingest_lanes"))
        .as("sent twice or refused")
        .isZero();
  }

  /** Waits until so many of a device's readings are rows. */
  void awaitAtLeast(String device, int count) {
    String rows = "select count(*) from telemetry where device_id = '" + device + "'";
    Awaitility.await(count + " rows of " + device)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertThat(number(rows)).isGreaterThanOrEqualTo(count));
  }

  long number(String sql) {
    return database.number(sql);
  }

  private void run(String... arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    int code = Commands.run(new Console(environment, writer, writer), arguments);
    assertThat(code).as(output.toString()).isZero();
  }

  @Override
  public void close() {
    weir.close();
    nats.close();
    broker.close();
    database.close();
  }
}

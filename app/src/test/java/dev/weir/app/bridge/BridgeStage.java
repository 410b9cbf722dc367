package dev.weir.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.TestNats;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database and NATS of a test's own, migrated, with devices of one tenant, without tokens. */
final class BridgeStage implements AutoCloseable {

  static final int DEVICES = 20;
  static final Duration PATIENCE = Duration.ofSeconds(40);

  final TestDatabase database = TestDatabase.create();
  final TestNats nats = TestNats.start();
  final Map<String, String> environment = new HashMap<>();

  /**
   * Sets all up.
   *
   * @param settings of all processes, beside those of the servers
   */
  BridgeStage(Map<String, String> settings) {
    environment.put("DATABASE_URL", database.url());
    environment.put("NATS_URL", nats.url());
    environment.put("TIMESCALE", "off");
    environment.put("LEASE_SECONDS", "1");
    environment.put("REQUIRE_TOKEN", "0");
    environment.putAll(settings);
    run("migrate");
    database.execute("insert into tenants (tenant_id) values ('acme')");
    database.execute(
        """
        insert into device_registry (tenant_id, device_id)
          select 'acme', 'd' || n from generate_series(0, %d) n
        """
            .formatted(DEVICES - 1));
    database.execute(
        """
        insert into app_settings (key, value)
        values ('RATE_LIMIT_RPS', '1000000'), ('RATE_LIMIT_BURST', '1000000')
        """);
  }

  private void run(String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said, true);
    int code = Commands.run(new Console(environment, writer, writer), arguments);
    assertThat(code).as(said::toString).isZero();
  }

  WeirProcess serve(String roles) {
    return serve(roles, Map.of());
  }

  /** With more in its environment than others have. */
  WeirProcess serve(String roles, Map<String, String> more) {
    Map<String, String> own = new HashMap<>(environment);
    own.putAll(more);
    return WeirProcess.start(own, "serve", roles);
  }

  /** Waits until exactly this number of readings of the devices is stored, each once. */
  void awaitStored(long readings) {
    await("stored readings")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(stored()).isGreaterThanOrEqualTo(readings));
    assertThat(stored()).isEqualTo(readings);
    assertThat(database.number("select count(distinct (device_id, seq)) from telemetry"))
        .as("each once")
        .isEqualTo(readings);
  }

  long stored() {
    return database.number("select count(*) from telemetry");
  }

  /** Waits until this number of messages is in the quarantine for a reason. */
  void awaitQuarantined(String reason, long messages) {
    await("quarantined for " + reason)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() ->
            database.number(
                    "select count(*) from quarantine_events where reason = '" + reason + "'")
                >= messages);
  }

  /** A figure of a process; 0 where it has none. */
  static double metric(WeirProcess process, String name) {
    try {
      Matcher line =
          Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$")
              .matcher(process.get("/metrics").body());
      return line.find() ? Double.parseDouble(line.group(1)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a process says of its readiness. */
  static String ready(WeirProcess process) {
    try {
      return process.get("/ready").body();
    } catch (IOException notThere) {
      return "";
    }
  }

  @Override
  public void close() {
    nats.close();
    database.close();
  }
}

package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.config.Configuration;
import dev.weir.core.message.Subjects;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.TelemetryPublisher;
import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What messages of every kind leave in the device's state, through the whole service. */
@ParameterizedClass
@EnumSource(Way.class)
class DeviceStateIT {

  @Parameter Way way = Way.DIRECT;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TENANT = "lab";
  private static final String TOKEN = "right";

  @Test
  void messagesMoveTheirDevicesForward() throws Exception {
    try (TestInstallation installation = new TestInstallation("off", way)) {
      installation.environment.put("STATE_WRITE_INTERVAL_SECONDS", "1");
      register(installation, "pump", "valve", "probe", "fixed", "quiet");
      installation.database.execute(
          """
          update device_registry set latitude = 7, longitude = 8, location_source = 'manual'
          where tenant_id = 'lab' and device_id = 'fixed'
          """);
      try (WeirProcess weir = installation.serveIngest().awaitReady();
          NatsConnection nats =
              NatsConnection.start(
                  Configuration.from(installation.environment).nats().toConfig("weir-test"));
          TelemetryPublisher publisher = new TelemetryPublisher(nats, 100, PATIENCE)) {
        assertThat(nats.awaitConnected(PATIENCE)).isTrue();
        Sender sender = new Sender(publisher);

        Instant old = Instant.now().minusSeconds(600);
        sender.telemetry("pump", "\"lat\":52.5,\"lng\":13.5");
        sender.send("valve", "heartbeat", TOKEN, "");
        sender.send("probe", "event", TOKEN, ",\"latitude\":-1,\"longitude\":-2");
        sender.telemetry("fixed", "\"lat\":52.5,\"lng\":13.5");
        sender.send("quiet", "telemetry", "wrong", ",\"lat\":1,\"lng\":1");
        sender.send("nobody", "telemetry", TOKEN, ",\"lat\":1,\"lng\":1");
        awaitStates(
            installation,
            "fixed|hall|t|t|f",
            "probe|hall|t|f|f",
            "pump|hall|t|t|f",
            "valve|hall|t|f|t");
        assertLocations(installation, "fixed|7|8", "probe|-1|-2", "pump|52.5|13.5");

        // one after the other: what was not to move must have had its chance
        sender.telemetry("pump", "\"lat\":1,\"lng\":2,\"ts\":\"" + old + "\"");
        sender.telemetry("pump", "\"lat\":91,\"lng\":2");
        sender.telemetry("pump", "\"lat\":1");
        sender.send("pump", "heartbeat", TOKEN, "");
        awaitStates(
            installation,
            "fixed|hall|t|t|f",
            "probe|hall|t|f|f",
            "pump|hall|t|t|t",
            "valve|hall|t|f|t");
        assertLocations(installation, "fixed|7|8", "probe|-1|-2", "pump|52.5|13.5");

        sender.telemetry("pump", "\"lat\":1,\"lng\":2");
        Awaitility.await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertLocations(installation, "fixed|7|8", "probe|-1|-2", "pump|1|2"));
        assertThat(weir.get("/metrics").body()).contains("weir_locations_ignored_total 2.0");
        assertArrivalsAreTheBrokers(installation);
        assertThat(installation.database.number("select count(*) from quarantine_events"))
            .isEqualTo(2);
      }
    }
  }

  private static void register(TestInstallation installation, String... devices) {
    installation.database.execute("insert into tenants (tenant_id) values ('lab')");
    for (String device : devices) {
      installation.database.execute(
          """
          insert into device_registry (tenant_id, device_id, provision_token_hash)
          values ('lab', '%s', encode(sha256('%s'), 'hex'))
          """
              .formatted(device, TOKEN));
    }
  }

  private static void awaitStates(TestInstallation installation, String... states) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(
                    installation.database.rows(
                        """
                        select device_id, site_id, last_seen_at is not null,
                          last_telemetry_at is not null, last_heartbeat_at is not null
                        from device_state order by 1
                        """))
                .containsExactly(states));
  }

  private static void assertLocations(TestInstallation installation, String... locations) {
    assertThat(
            installation.database.rows(
                """
                select device_id, latitude, longitude from device_registry
                where latitude is not null order by 1
                """))
        .containsExactly(locations);
  }

  /** A reading without a time of its own is stored under its arrival: the two have to agree. */
  private static void assertArrivalsAreTheBrokers(TestInstallation installation) {
    assertThat(
            installation.database.rows(
                """
                select device_id from device_state s
                where last_telemetry_at is distinct from (select max(time) from telemetry t
                  where t.tenant_id = s.tenant_id and t.device_id = s.device_id
                    and msg_type = 'telemetry')
                """))
        .isEmpty();
  }

  private record Sender(TelemetryPublisher publisher) {

    void telemetry(String device, String members) throws Exception {
      send(device, "telemetry", TOKEN, ',' + members);
    }

    void send(String device, String msgType, String token, String members) throws Exception {
      String topic = "tenant/%s/device/%s/%s".formatted(TENANT, device, msgType);
      String body = "{\"site_id\":\"hall\",\"metrics\":{\"a\":1}" + members + '}';
      publisher
          .publish(
              new OutboundMessage(
                  Subjects.telemetry(TENANT, device, TestInstallation.PARTITIONS),
                  topic,
                  token,
                  null,
                  UUID.randomUUID().toString(),
                  body.getBytes(StandardCharsets.UTF_8)))
          .toCompletableFuture()
          .get();
    }
  }
}

package dev.weir.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.config.OperationSettings.LogFormat;
import dev.weir.app.config.OperationSettings.LogLevel;
import dev.weir.delivery.guard.Network;
import dev.weir.jetstream.NatsLogin;
import dev.weir.timescale.schema.TimescaleMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pins every default, and that every variable arrives where it belongs. */
final class ConfigurationDefaultsTest {

  @Test
  void anEmptyEnvironmentGivesTheDefaults() throws ConfigurationException {
    Configuration defaults = Configuration.from(Map.of());

    assertThat(defaults)
        .usingRecursiveComparison()
        .ignoringFields("shown")
        .isEqualTo(
            new Configuration(
                new NatsSettings(List.of("nats://iot-nats:4222"), new NatsLogin.Anonymous()),
                new DatabaseSettings(
                    new DatabaseUrl(
                        "jdbc:postgresql://iot-postgres:5432/iotcloud",
                        "iot",
                        new Secret("iot_dev")),
                    2,
                    10),
                new AdmissionSettings(
                    false,
                    true,
                    false,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    10_000,
                    Duration.ofSeconds(3_600),
                    Duration.ofSeconds(300),
                    Duration.ofDays(14)),
                new IngestSettings(
                    500,
                    20_000,
                    Duration.ofSeconds(1),
                    4,
                    50_000,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5)),
                new StreamSettings(
                    4,
                    false,
                    1_073_741_824,
                    268_435_456,
                    1_000_000,
                    1,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(3_600),
                    10),
                new StorageSettings(
                    TimescaleMode.AUTO,
                    Duration.ofHours(24),
                    Duration.ZERO,
                    Duration.ofDays(30),
                    Duration.ofDays(400),
                    Duration.ofDays(30),
                    100_000),
                new DeliverySettings(
                    2,
                    16,
                    0,
                    Duration.ofDays(1),
                    Duration.ofSeconds(10),
                    3,
                    Duration.ofSeconds(1),
                    List.of()),
                new MqttSettings(
                    false,
                    "iot-mqtt",
                    1883,
                    "",
                    Secret.NONE,
                    null,
                    null,
                    null,
                    new BridgeSettings(
                        MqttVersion.V5,
                        "weir-bridge",
                        "weir",
                        List.of("tenant/#"),
                        1_000,
                        Duration.ofSeconds(86_400),
                        Duration.ofSeconds(30),
                        null,
                        "weir-username")),
                new HttpSettings("0.0.0.0", 8080, 16_384, 1_000, 1 << 20, false, null, null),
                new OperationSettings(
                    true,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(8),
                    LogLevel.INFO,
                    LogFormat.JSON),
                Map.of(),
                List.of()));
  }

  @Test
  void emptyTextsCountAsNotSet() throws ConfigurationException {
    Map<String, String> empty = new HashMap<>();
    Configuration.VARIABLES.forEach(variable -> empty.put(variable.name(), ""));

    assertThat(Configuration.from(empty)).isEqualTo(Configuration.from(Map.of()));
  }

  @Test
  void everyVariableArrivesWhereItBelongs(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("pem"));

    Configuration all = Configuration.from(everything(file));

    assertThat(all)
        .usingRecursiveComparison()
        .ignoringFields("shown")
        .isEqualTo(
            new Configuration(
                new NatsSettings(
                    List.of("tls://n1:4333", "tls://n2:4222"), new NatsLogin.Credentials(file)),
                new DatabaseSettings(
                    new DatabaseUrl("jdbc:postgresql://db:6432/weir", "ann", new Secret("pw")),
                    3,
                    20),
                new AdmissionSettings(
                    true,
                    false,
                    true,
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(61),
                    10_001,
                    Duration.ofSeconds(3_601),
                    Duration.ofSeconds(301),
                    Duration.ofDays(15)),
                new IngestSettings(
                    501,
                    20_001,
                    Duration.ofMillis(1_001),
                    5,
                    50_001,
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(7)),
                new StreamSettings(
                    8,
                    true,
                    1_000_000,
                    2_000_000,
                    3_000_000,
                    3,
                    Duration.ofSeconds(31),
                    Duration.ofSeconds(3_601),
                    11),
                new StorageSettings(
                    TimescaleMode.OFF,
                    Duration.ofHours(25),
                    Duration.ofDays(1),
                    Duration.ofDays(31),
                    Duration.ofDays(0),
                    Duration.ofDays(32),
                    33),
                new DeliverySettings(
                    3,
                    17,
                    18,
                    Duration.ofSeconds(86_401),
                    Duration.ofSeconds(11),
                    4,
                    Duration.ofMillis(1_001),
                    Network.parseAll("10.0.0.0/8, fd00::/8")),
                new MqttSettings(
                    true,
                    "broker",
                    8884,
                    "bob",
                    new Secret("mq"),
                    file,
                    file,
                    file,
                    new BridgeSettings(
                        MqttVersion.V5,
                        "bridge",
                        "group",
                        List.of("a/#", "b/+"),
                        1_001,
                        Duration.ofSeconds(86_401),
                        Duration.ofSeconds(31),
                        "known/",
                        "who")),
                new HttpSettings("127.0.0.1", 9090, 11, 12, 2_048, true, file, file),
                new OperationSettings(
                    false,
                    Duration.ofSeconds(31),
                    Duration.ofSeconds(9),
                    LogLevel.DEBUG,
                    LogFormat.TEXT),
                Map.of(),
                List.of()));
  }

  /** A message under the prefix comes from elsewhere: in both places it would come twice. */
  @Test
  void anIdentityPrefixStandsAlone() throws ConfigurationException {
    String prefix = "MQTT_IDENTITY_TOPIC_PREFIX";

    assertThat(Configuration.from(Map.of(prefix, "known/")).mqtt().bridge().topicFilters())
        .isEmpty();
    assertThat(
            Configuration.from(Map.of(prefix, "known/", "MQTT_TOPIC_FILTER", "tenant/#"))
                .mqtt()
                .bridge()
                .topicFilters())
        .containsExactly("tenant/#");
  }

  private static Map<String, String> everything(Path file) {
    Map<String, String> all = new HashMap<>();
    String lines =
        """
        NATS_URL=tls://n1:4333, tls://n2
        PG_HOST=db
        PG_PORT=6432
        PG_DB=weir
        PG_USER=ann
        PG_PASS=pw
        PG_POOL_MIN=3
        PG_POOL_MAX=20
        AUTO_PROVISION=1
        REQUIRE_TOKEN=0
        CERT_AUTH_ENABLED=true
        SETTINGS_POLL_SECONDS=6
        AUTH_CACHE_TTL_SECONDS=61
        AUTH_CACHE_MAX_SIZE=10001
        BUCKET_TTL_SECONDS=3601
        BUCKET_CLEANUP_INTERVAL=301
        SUBSCRIPTION_GRACE_DAYS=15
        BATCH_SIZE=501
        MAX_BATCH_SIZE=20001
        FLUSH_INTERVAL_MS=1001
        INGEST_WORKER_COUNT=5
        INGEST_QUEUE_SIZE=50001
        LEASE_SECONDS=6
        STATE_WRITE_INTERVAL_SECONDS=7
        TELEMETRY_PARTITIONS=8
        STREAM_MAX_BYTES=1000000
        ROUTES_MAX_BYTES=2000000
        STREAM_MAX_MSGS_PER_TENANT=3000000
        STREAM_REPLICAS=3
        DUPLICATE_WINDOW_SECONDS=31
        REPLAY_WINDOW_SECONDS=3601
        REPLAY_WINDOW_PERCENT=11
        TIMESCALE=OFF
        CHUNK_INTERVAL_HOURS=25
        RETENTION_DAYS=1
        QUARANTINE_RETENTION_DAYS=31
        QUARANTINE_COUNTERS_RETENTION_DAYS=0
        DEAD_LETTER_RETENTION_DAYS=32
        DEAD_LETTER_MAX_PER_TENANT=33
        DELIVERY_WORKER_COUNT=3
        DELIVERY_ROUTE_CONCURRENCY=17
        DELIVERY_ROUTE_RATE=18
        DELIVERY_MAX_AGE_SECONDS=86401
        WEBHOOK_TIMEOUT_SECONDS=11
        WEBHOOK_MAX_ATTEMPTS=4
        WEBHOOK_BACKOFF_MS=1001
        WEBHOOK_ALLOWED_NETWORKS=10.0.0.0/8, fd00::/8
        MQTT_URL=mqtts://broker:8884
        MQTT_USERNAME=bob
        MQTT_PASSWORD=mq
        MQTT_VERSION=5
        MQTT_CLIENT_ID=bridge
        MQTT_SHARE_GROUP=group
        MQTT_TOPIC_FILTER=a/#, b/+
        MQTT_RECEIVE_MAXIMUM=1001
        MQTT_SESSION_EXPIRY_SECONDS=86401
        MQTT_KEEP_ALIVE_SECONDS=31
        MQTT_IDENTITY_TOPIC_PREFIX=known/
        MQTT_IDENTITY_PROPERTY=who
        HTTP_HOST=127.0.0.1
        HTTP_PORT=9090
        HTTP_MAX_CONNECTIONS=11
        HTTP_MAX_REQUESTS=12
        HTTP_MAX_BATCH_BYTES=2048
        HTTP_ACCESS_LOG=true
        COUNTERS_ENABLED=false
        LOG_STATS_EVERY_SECONDS=31
        SHUTDOWN_TIMEOUT_SECONDS=9
        LOG_LEVEL=Debug
        LOG_FORMAT=text
        """;
    lines.lines().forEach(line -> all.put(line.split("=", 2)[0], line.split("=", 2)[1]));
    for (String name :
        List.of(
            "NATS_CREDS",
            "MQTT_CA_CERT",
            "MQTT_CLIENT_CERT",
            "MQTT_CLIENT_KEY",
            "HTTP_TLS_CERT",
            "HTTP_TLS_KEY")) {
      all.put(name, file.toString());
    }
    List<String> named = Configuration.VARIABLES.stream().map(Variable::name).sorted().toList();
    all.put("DATABASE_URL", "");
    assertThat(all.keySet()).as("a new variable belongs in this test").containsAll(named);
    return all;
  }
}

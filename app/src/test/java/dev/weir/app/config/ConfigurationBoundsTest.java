package dev.weir.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bound, at it and past it; every fault named, all of them at once. */
final class ConfigurationBoundsTest {

  /** Values that other variables' bounds ask for, so that one is tried at a time. */
  private static final Map<String, String> ROOM =
      Map.of(
          "PG_POOL_MIN", "0", "PG_POOL_MAX", "1000", "BATCH_SIZE", "1", "MAX_BATCH_SIZE", "100000");

  @ParameterizedTest
  @CsvSource({
    "PG_PORT, 1, 65535",
    "PG_POOL_MIN, 0, 1000",
    "PG_POOL_MAX, 1, 1000",
    "SETTINGS_POLL_SECONDS, 1, 3600",
    "AUTH_CACHE_TTL_SECONDS, 1, 86400",
    "AUTH_CACHE_MAX_SIZE, 1, 10000000",
    "BUCKET_TTL_SECONDS, 1, 604800",
    "BUCKET_CLEANUP_INTERVAL, 1, 86400",
    "SUBSCRIPTION_GRACE_DAYS, 0, 3650",
    "BATCH_SIZE, 1, 100000",
    "MAX_BATCH_SIZE, 1, 100000",
    "FLUSH_INTERVAL_MS, 1, 60000",
    "INGEST_WORKER_COUNT, 1, 256",
    "INGEST_QUEUE_SIZE, 1, 10000000",
    "LEASE_SECONDS, 1, 300",
    "STATE_WRITE_INTERVAL_SECONDS, 0, 3600",
    "TELEMETRY_PARTITIONS, 1, 1024",
    "STREAM_MAX_BYTES, 65536, 1125899906842624",
    "ROUTES_MAX_BYTES, 65536, 1125899906842624",
    "STREAM_MAX_MSGS_PER_TENANT, 1, 1000000000000",
    "STREAM_REPLICAS, 1, 5",
    "DUPLICATE_WINDOW_SECONDS, 1, 86400",
    "REPLAY_WINDOW_SECONDS, 0, 31536000",
    "REPLAY_WINDOW_PERCENT, 0, 90",
    "CHUNK_INTERVAL_HOURS, 1, 8760",
    "RETENTION_DAYS, 0, 36500",
    "QUARANTINE_RETENTION_DAYS, 0, 36500",
    "QUARANTINE_COUNTERS_RETENTION_DAYS, 0, 36500",
    "DEAD_LETTER_RETENTION_DAYS, 0, 36500",
    "DEAD_LETTER_MAX_PER_TENANT, 0, 100000000",
    "DELIVERY_WORKER_COUNT, 1, 256",
    "DELIVERY_ROUTE_CONCURRENCY, 1, 256",
    "DELIVERY_ROUTE_RATE, 0, 1000000",
    "DELIVERY_MAX_AGE_SECONDS, 1, 31536000",
    "WEBHOOK_TIMEOUT_SECONDS, 1, 300",
    "WEBHOOK_MAX_ATTEMPTS, 1, 20",
    "WEBHOOK_BACKOFF_MS, 1, 60000",
    "MQTT_RECEIVE_MAXIMUM, 1, 65535",
    "MQTT_SESSION_EXPIRY_SECONDS, 60, 31536000",
    "MQTT_KEEP_ALIVE_SECONDS, 1, 65535",
    "HTTP_PORT, 0, 65535",
    "HTTP_MAX_CONNECTIONS, 10, 1000000",
    "HTTP_MAX_REQUESTS, 1, 100000",
    "HTTP_MAX_BATCH_BYTES, 1024, 67108864",
    "LOG_STATS_EVERY_SECONDS, 0, 86400",
    "SHUTDOWN_TIMEOUT_SECONDS, 1, 9",
  })
  void wholeNumbers(String name, BigInteger min, BigInteger max) throws ConfigurationException {
    assertThat(with(name, min).shown()).containsEntry(name, min.toString());
    assertThat(with(name, max).shown()).containsEntry(name, max.toString());
    for (Object wrong : List.of(min.subtract(BigInteger.ONE), max.add(BigInteger.ONE))) {
      assertThat(problems(Map.of(name, wrong.toString())))
          .singleElement()
          .hasToString(
              "%s \"%s\" is out of bounds; must be %s",
              name, wrong, expected(name).formatted(min, max))
          .extracting(Problem::expected)
          .asString()
          .endsWith("from " + min + " to " + max);
    }
    for (String wrong : List.of("x", "1.5", "1e3", "0x10", "9".repeat(30))) {
      assertThat(problems(Map.of(name, wrong)))
          .singleElement()
          .extracting(Problem::fault)
          .isEqualTo("\"" + wrong + "\" is not a whole number");
    }
  }

  @Test
  void everyWholeNumberIsPinnedAbove() throws Exception {
    List<String> numbers =
        Configuration.VARIABLES.stream()
            .filter(variable -> variable.type() instanceof WholeNumber)
            .map(Variable::name)
            .toList();
    String[] pinned =
        ConfigurationBoundsTest.class
            .getDeclaredMethod("wholeNumbers", String.class, BigInteger.class, BigInteger.class)
            .getAnnotation(CsvSource.class)
            .value();

    assertThat(pinned).extracting(row -> row.split(",", 2)[0]).containsExactlyElementsOf(numbers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AUTO_PROVISION=yes",
        "REQUIRE_TOKEN=2",
        "CERT_AUTH_ENABLED=on",
        "COUNTERS_ENABLED=TRUE",
        "TIMESCALE=maybe",
        "LOG_LEVEL=verbose",
        "LOG_FORMAT=xml",
        "HTTP_HOST=a b",
        "HTTP_HOST=http://x",
        "PG_HOST=host:5432",
        "PG_DB=a\u0000b",
        "NATS_CREDS=/nowhere/creds",
        "MQTT_CA_CERT=/",
        "MQTT_VERSION=4",
        "MQTT_CLIENT_ID=a b",
        "MQTT_SHARE_GROUP=a/b",
        "MQTT_TOPIC_FILTER=a#",
        "MQTT_TOPIC_FILTER=a/#/b",
        "MQTT_TOPIC_FILTER=$SYS/#",
        "MQTT_TOPIC_FILTER=a,,b",
        "MQTT_IDENTITY_TOPIC_PREFIX=a",
        "MQTT_IDENTITY_TOPIC_PREFIX=$a/",
        "MQTT_IDENTITY_TOPIC_PREFIX=+/",
        "MQTT_IDENTITY_PROPERTY=a b"
      })
  void otherTexts(String assignment) {
    String[] parts = assignment.split("=", 2);

    assertThat(problems(Map.of(parts[0], parts[1])))
        .singleElement()
        .satisfies(problem -> assertThat(problem.variable()).isEqualTo(parts[0]))
        .satisfies(problem -> assertThat(problem.fault()).startsWith('"' + parts[1] + '"'));
  }

  @Test
  void everythingWrongIsReportedAtOnce() {
    Map<String, String> wrong = new HashMap<>();
    Configuration.VARIABLES.forEach(variable -> wrong.put(variable.name(), "\u0001,"));
    List<String> anyText = List.of("PG_PASS", "MQTT_PASSWORD");
    wrong.keySet().removeAll(anyText);

    assertThat(problems(wrong))
        .extracting(Problem::variable)
        .containsExactlyElementsOf(
            Configuration.VARIABLES.stream()
                .map(Variable::name)
                .filter(name -> !anyText.contains(name))
                .collect(Collectors.toList()));
  }

  @Test
  void rulesBetweenVariables() {
    assertThat(
            problems(
                Map.of(
                    "PG_POOL_MIN", "11",
                    "BATCH_SIZE", "20001",
                    "MQTT_PASSWORD", "x",
                    "MQTT_CLIENT_CERT", "/etc/hostname")))
        .extracting(Problem::toString)
        .containsExactly(
            "PG_POOL_MIN is 11, more than PG_POOL_MAX, which is 10; must be at most PG_POOL_MAX",
            "BATCH_SIZE is 20001, more than MAX_BATCH_SIZE, which is 20000;"
                + " must be at most MAX_BATCH_SIZE",
            "MQTT_PASSWORD is set without MQTT_USERNAME;"
                + " must be empty, or MQTT_USERNAME set as well",
            "MQTT_CLIENT_KEY is not set;"
                + " must be set: a client certificate and its key go together");
    assertThat(problems(Map.of("MQTT_URL", "mqtt://a:b@c", "MQTT_USERNAME", "d")))
        .extracting(Problem::variable)
        .containsExactly("MQTT_USERNAME");
    assertThat(problems(Map.of("MQTT_VERSION", "3.1.1", "MQTT_IDENTITY_TOPIC_PREFIX", "a/")))
        .extracting(Problem::variable)
        .containsExactly("MQTT_IDENTITY_TOPIC_PREFIX");
    assertThat(problems(Map.of("NATS_URL", "nats://a:b@c", "NATS_CREDS", "/etc/hostname")))
        .extracting(Problem::variable)
        .containsExactly("NATS_CREDS");
  }

  @Test
  void aRuleIsSilentWhereOneOfItsVariablesIsWrongByItself() {
    assertThat(problems(Map.of("PG_POOL_MIN", "11", "PG_POOL_MAX", "x")))
        .extracting(Problem::variable)
        .containsExactly("PG_POOL_MAX");
  }

  @Test
  void aSmallPoolIsWarnedOf() throws ConfigurationException {
    assertThat(Configuration.from(Map.of("PG_POOL_MAX", "5")).warnings())
        .containsExactly(
            "PG_POOL_MAX is 5; with INGEST_WORKER_COUNT 4 lanes wait for connections below 6");
    assertThat(Configuration.from(Map.of("PG_POOL_MAX", "6")).warnings()).isEmpty();
  }

  private static Configuration with(String name, BigInteger value) throws ConfigurationException {
    Map<String, String> environment = new HashMap<>(ROOM);
    environment.put(name, value.toString());
    return Configuration.from(environment);
  }

  private static String expected(String name) {
    return Configuration.VARIABLES.stream()
        .filter(variable -> variable.name().equals(name))
        .map(variable -> variable.type().expected())
        .findFirst()
        .orElseThrow();
  }

  private static List<Problem> problems(Map<String, String> environment) {
    return catchThrowableOfType(ConfigurationException.class, () -> Configuration.from(environment))
        .problems();
  }
}

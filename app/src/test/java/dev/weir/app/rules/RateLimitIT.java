package dev.weir.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Subjects;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.impl.Headers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A minute of ten cadences, judged live by one process and by three, and from backlog by one and by
 * three: each time what a bucket grants, worked out from the broker's times in decimals.
 */
class RateLimitIT {

  private static final int PARTITIONS = 4;

  /** Tenants, with their rate and burst a device. */
  private static final Map<String, double[]> LIMITS =
      Map.of("acme", new double[] {5, 20}, "strict", new double[] {2.5, 7});

  private record Send(int millis, String tenant, String device, int number) {}

  @Test
  void grantsExactlyWhatTheBucketsHoldHoweverManyProcesses() throws Exception {
    try (RuleInstallation live = new RuleInstallation(Way.DIRECT);
        RuleInstallation shared = live.beside();
        RuleInstallation held = live.beside();
        RuleInstallation late = live.beside()) {
      for (RuleInstallation each : List.of(live, shared, held, late)) {
        register(each);
      }
      List<Send> sends = sends();
      try (Servers running = new Servers()) {
        running.start(live, 1);
        running.start(shared, 3);
        running.start(held, 3);
        try (Connection lock = held.database.connect();
            Statement statement = lock.createStatement()) {
          lock.setAutoCommit(false);
          statement.execute("lock table telemetry in access exclusive mode");
          publish(live, sends);
          assertThat(held.accounted()).as("what is held back by the lock").isZero();
        }
        Map<String, Set<Integer>> granted = granted(live);
        assertGranted("live, one process", live, granted, sends);
        assertGranted("live, three processes", shared, granted, sends);
        assertGranted("from backlog, three processes", held, granted, sends);
        running.start(late, 1);
        assertGranted("from backlog, one process", late, granted, sends);
      }
    }
  }

  private static void register(RuleInstallation installation) {
    installation.environment.put("LEASE_SECONDS", "10");
    installation.environment.put("REQUIRE_TOKEN", "0");
    for (String tenant : LIMITS.keySet()) {
      installation.database.execute("insert into tenants (tenant_id) values ('" + tenant + "')");
      for (Cadence cadence : Cadence.values()) {
        installation.database.execute(
            "insert into device_registry (tenant_id, device_id) values ('%s', '%s')"
                .formatted(tenant, cadence));
      }
    }
    installation.database.execute(
        """
        insert into tenant_settings values
          ('strict', 'RATE_LIMIT_RPS', '2.5'), ('strict', 'RATE_LIMIT_BURST', '7')
        """);
  }

  private static List<Send> sends() {
    List<Send> sends = new ArrayList<>();
    for (String tenant : LIMITS.keySet()) {
      for (Cadence cadence : Cadence.values()) {
        List<Integer> times = cadence.times();
        for (int i = 0; i < times.size(); i++) {
          sends.add(new Send(times.get(i), tenant, cadence.name(), i));
        }
      }
    }
    sends.sort(Comparator.comparingInt(Send::millis));
    return sends;
  }

  private static void publish(RuleInstallation installation, List<Send> sends) throws Exception {
    long start = System.nanoTime();
    for (Send send : sends) {
      long due = start + TimeUnit.MILLISECONDS.toNanos(send.millis()) - System.nanoTime();
      if (due > 0) {
        TimeUnit.NANOSECONDS.sleep(due);
      }
      Headers headers = new Headers();
      headers.add(
          "Weir-Topic", "tenant/" + send.tenant() + "/device/" + send.device() + "/telemetry");
      String body = "{\"site_id\":\"s\",\"seq\":%d,\"metrics\":{\"n\":1}}".formatted(send.number());
      var _ =
          installation.publish(
              Subjects.telemetry(send.tenant(), send.device(), PARTITIONS),
              headers,
              body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Numbers of each device's messages that its bucket grants, at the broker's times. */
  private static Map<String, Set<Integer>> granted(RuleInstallation installation) throws Exception {
    Map<String, Set<Integer>> granted = new TreeMap<>();
    Map<String, Bucket> buckets = new TreeMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      JetStreamSubscription all =
          installation
              .connection
              .jetStream()
              .subscribe(
                  "telemetry." + partition + ".*",
                  PushSubscribeOptions.builder().ordered(true).build());
      for (Message next = all.nextMessage(Duration.ofSeconds(5));
          next != null;
          next = all.nextMessage(Duration.ofSeconds(2))) {
        String[] topic = String.valueOf(next.getHeaders().getFirst("Weir-Topic")).split("/", -1);
        String name = topic[1] + '/' + topic[3];
        String body = new String(next.getData(), StandardCharsets.UTF_8);
        int number = Integer.parseInt(body.replaceAll(".*\"seq\":(\\d+).*", "$1"));
        Bucket bucket =
            buckets.computeIfAbsent(
                name, n -> new Bucket(Objects.requireNonNull(LIMITS.get(topic[1]))));
        if (bucket.grants(next.metaData().timestamp())) {
          granted.computeIfAbsent(name, n -> new TreeSet<>()).add(number);
        }
      }
      all.unsubscribe();
    }
    return granted;
  }

  private static void assertGranted(
      String how,
      RuleInstallation installation,
      Map<String, Set<Integer>> granted,
      List<Send> sends) {
    installation.awaitAccounted(sends.size());
    TestDatabase database = installation.database;
    Map<String, Set<Integer>> stored = new TreeMap<>();
    database
        .rows("select tenant_id || '/' || device_id, seq from telemetry")
        .forEach(row -> {
          String[] columns = row.split("\\|", -1);
          stored.computeIfAbsent(columns[0], n -> new TreeSet<>()).add(Integer.valueOf(columns[1]));
        });
    assertThat(stored).as(how).isEqualTo(granted);
    assertThat(database.rows("select distinct reason from quarantine_counters_minute"))
        .containsExactly("RATE_LIMITED");
    int accepted = granted.values().stream().mapToInt(Set::size).sum();
    System.out.printf("%s: %d of %d granted, as worked out%n", how, accepted, sends.size());
  }

  private static final class Bucket {

    private final BigDecimal rate;
    private final BigDecimal burst;
    private BigDecimal level;
    private ZonedDateTime last = ZonedDateTime.parse("1970-01-01T00:00:00Z");

    Bucket(double[] limit) {
      rate = BigDecimal.valueOf(limit[0]);
      burst = BigDecimal.valueOf(limit[1]);
      level = burst;
    }

    boolean grants(ZonedDateTime time) {
      long nanos = Math.max(0, Duration.between(last, time).toNanos());
      last = time.isAfter(last) ? time : last;
      level = level.add(rate.multiply(BigDecimal.valueOf(nanos, 9))).min(burst);
      boolean grants = level.compareTo(BigDecimal.ONE) >= 0;
      level = grants ? level.subtract(BigDecimal.ONE) : level;
      return grants;
    }
  }

  /** Processes that are ended together. */
  private static final class Servers implements AutoCloseable {

    private final List<WeirProcess> processes = new ArrayList<>();

    void start(RuleInstallation installation, int count) {
      for (int i = 0; i < count; i++) {
        processes.add(installation.serve());
      }
      installation.awaitOwners(count);
    }

    @Override
    public void close() {
      processes.forEach(WeirProcess::close);
    }
  }
}

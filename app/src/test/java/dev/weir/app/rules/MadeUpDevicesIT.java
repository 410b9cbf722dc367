package dev.weir.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Subjects;
import dev.weir.testkit.WeirProcess;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A million ids that nobody registered: little memory, and nobody else notices. */
class MadeUpDevicesIT {

  private static final int MADE_UP = 1_000_000;
  private static final int PER_SECOND = 20_000;
  private static final int KNOWN_PER_SECOND = 500;

  /** Of the whole process, whose heap may have 512 MiB. */
  private static final long MAX_RESIDENT_BYTES = 800L << 20;

  @Test
  void aMillionMadeUpIdsHurtNobody() throws Exception {
    try (RuleInstallation installation = new RuleInstallation(RuleInstallation.Way.DIRECT)) {
      register(installation);
      List<String> known = IntStream.range(0, 100).mapToObj(i -> "acme/d" + i).toList();
      try (WeirProcess weir = installation.serve();
          Traffic traffic = Traffic.start(installation, known, KNOWN_PER_SECOND)) {
        long warm = 10L * KNOWN_PER_SECOND;
        awaitSent(traffic, warm);
        long quietFrom = mark(installation);
        awaitSent(traffic, warm + 10L * KNOWN_PER_SECOND);
        long quietTo = mark(installation);
        flood(installation);
        long floodTo = mark(installation);
        long total = traffic.sent() + MADE_UP;
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> installation.accounted() >= total);

        String quiet = latency(installation, quietFrom, quietTo);
        String flooded = latency(installation, quietTo, floodTo);
        long resident = gauge(weir, "process_resident_memory_bytes");
        System.out.printf(
            "known devices, p50|p99 in ms: %s alone, %s beside %d made-up ids at %d/s;"
                + " resident %d MiB, buckets %d%n",
            quiet, flooded, MADE_UP, PER_SECOND, resident >> 20, buckets(weir));
        assertThat(millis(flooded, 0)).isLessThan(2 * millis(quiet, 0));
        assertThat(resident).isLessThan(MAX_RESIDENT_BYTES);
        assertThat(buckets(weir)).as("only known devices have one").isEqualTo(known.size());
        assertThat(
                installation.database.number(
                    "select sum(cnt) from quarantine_counters_minute"
                        + " where reason = 'UNREGISTERED_DEVICE'"))
            .isEqualTo(MADE_UP);
      }
    }
  }

  /** Half of them of a tenant that exists, half of as many tenants that do not. */
  private static void flood(RuleInstallation installation) {
    byte[] body = "{\"site_id\":\"s1\",\"metrics\":{\"a\":1}}".getBytes(StandardCharsets.UTF_8);
    long next = System.nanoTime();
    for (int i = 0; i < MADE_UP; i++) {
      String tenant = i % 2 == 0 ? "acme" : "nobody-" + i;
      String id = "made-up-" + i;
      Headers headers = new Headers();
      headers.add("Weir-Topic", "tenant/" + tenant + "/device/" + id + "/telemetry");
      headers.add("Weir-Provision-Token", "guess");
      installation.send(Subjects.telemetry(tenant, id, Traffic.PARTITIONS), headers, body);
      if (i % 100 == 0) {
        next += 100L * 1_000_000_000 / PER_SECOND;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private static long mark(RuleInstallation installation) {
    return installation.database.number("select (extract(epoch from now()) * 1000)::bigint");
  }

  /** From the arrival at the broker to the row, the median and the 99th percentile. */
  private static String latency(RuleInstallation installation, long from, long to) {
    return installation
        .database
        .rows(
            """
            select percentile_cont(0.5) within group (order by ms),
              percentile_cont(0.99) within group (order by ms)
            from (
              select extract(epoch from written_at - time) * 1000 ms from telemetry
              where time between to_timestamp(%d / 1000.0) and to_timestamp(%d / 1000.0)) x
            """
                .formatted(from, to))
        .getFirst();
  }

  private static double millis(String latency, int index) {
    return Double.parseDouble(latency.split("\\|", -1)[index]);
  }

  private static long buckets(WeirProcess weir) throws IOException {
    return sum(weir, "weir_rate_limit_buckets\\{[^}]*\\} (\\S+)");
  }

  private static long gauge(WeirProcess weir, String name) throws IOException {
    return sum(weir, name + " (\\S+)");
  }

  private static long sum(WeirProcess weir, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(weir.get("/metrics").body());
    double sum = 0;
    while (matcher.find()) {
      sum += Double.parseDouble(matcher.group(1));
    }
    return (long) sum;
  }

  private static void awaitSent(Traffic traffic, long messages) {
    Awaitility.await(messages + " messages sent")
        .atMost(Duration.ofSeconds(60))
        .until(() -> traffic.sent() >= messages);
  }

  private static void register(RuleInstallation installation) {
    installation.setting("RATE_LIMIT_RPS", "1000000");
    installation.setting("RATE_LIMIT_BURST", "1000000");
    installation.database.execute(
        """
        alter table telemetry add column written_at timestamptz default clock_timestamp();
        insert into tenants (tenant_id) values ('acme');
        insert into device_registry (tenant_id, device_id, provision_token_hash)
        select 'acme', 'd' || n, encode(sha256('secret'), 'hex') from generate_series(0, 99) n
        """);
  }
}

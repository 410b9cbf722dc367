package dev.weir.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Very many ids that nobody registered: little memory, and nobody else notices. With {@code
 * -Dweir.made-up=1000000} it is a million.
 */
@Tag("alone")
class MadeUpDevicesIT {

  private static final int MADE_UP = Integer.getInteger("weir.made-up", 300_000);
  private static final int PER_SECOND = 10_000;
  private static final int SECONDS_BEFORE = 15;

  /** Of the whole process, whose heap may have 512 MiB. */
  private static final long MAX_RESIDENT_BYTES = 800L << 20;

  /** By which a median of a few milliseconds differs from run to run on two shared cores. */
  private static final double NOISE_MILLIS = 5;

  /** One in forty is a known device's, whose latency is looked at. */
  private static final int KNOWN_ONE_IN = 40;

  private static final int KNOWN = 100;
  private static final int OTHERS = 10_000;

  /**
   * First as many messages a second of devices that are all registered: what that costs everybody
   * is the price of the messages, not of the made-up ids.
   */
  @Test
  void madeUpIdsHurtNobody() throws Exception {
    try (RuleInstallation installation = new RuleInstallation(Way.DIRECT)) {
      register(installation);
      try (WeirProcess weir = installation.serveForMeasurement()) {
        int warm = flood(installation, 5 * PER_SECOND, i -> "acme/other" + i % OTHERS);
        long from = mark(installation);
        int before =
            flood(installation, SECONDS_BEFORE * PER_SECOND, i -> "acme/other" + i % OTHERS);
        long to = mark(installation);
        int during = flood(installation, MADE_UP, MadeUpDevicesIT::madeUp);
        long end = mark(installation);
        long total = (long) warm + before + during;
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> installation.accounted() >= total);

        double[] registered = latency(installation, from, to);
        double[] madeUp = latency(installation, to, end);
        long resident = weir.residentBytes();
        System.out.printf(
            "known devices at %d messages/s, p50 and p99: %.1f and %.1f ms where all are"
                + " registered, %.1f and %.1f ms beside %d made-up ids; resident %d MiB,"
                + " %d buckets%n",
            PER_SECOND,
            registered[0],
            registered[1],
            madeUp[0],
            madeUp[1],
            MADE_UP,
            resident >> 20,
            buckets(weir));
        assertThat(madeUp[0]).isLessThan(2 * registered[0] + NOISE_MILLIS);
        assertThat(resident).isLessThan(MAX_RESIDENT_BYTES);
        assertThat(buckets(weir))
            .as("made-up ids have none")
            .isBetween((long) KNOWN, (long) KNOWN + OTHERS);
        assertThat(
                installation.database.number(
                    "select sum(cnt) from quarantine_counters_minute"
                        + " where reason = 'UNREGISTERED_DEVICE'"))
            .isEqualTo(MADE_UP - MADE_UP / KNOWN_ONE_IN);
      }
    }
  }

  /** Half of a tenant that exists, half of as many tenants that do not. */
  private static String madeUp(int i) {
    return (i % 2 == 0 ? "acme" : "nobody-" + i) + "/made-up-" + i;
  }

  /** Sends at the rate, every so many of a known device; how many were sent. */
  private static int flood(
      RuleInstallation installation, int messages, IntFunction<String> otherDevices) {
    long next = System.nanoTime();
    for (int i = 0; i < messages; i++) {
      boolean isKnown = i % KNOWN_ONE_IN == 0;
      Traffic.send(
          installation, isKnown ? "acme/d" + i / KNOWN_ONE_IN % KNOWN : otherDevices.apply(i));
      if (i % 100 == 0) {
        next += 100L * 1_000_000_000 / PER_SECOND;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
    return messages;
  }

  private static long mark(RuleInstallation installation) {
    return installation.database.number("select (extract(epoch from now()) * 1000)::bigint");
  }

  /**
   * From the arrival at the broker to the row, in ms: the median in a second of the quietest
   * quarter, for others' work on the machine is not the question, and the 99th percentile of all.
   */
  private static double[] latency(RuleInstallation installation, long from, long to) {
    String[] row =
        installation
            .database
            .rows(
                """
                with x as (
                  select extract(epoch from written_at - time) * 1000 ms,
                    date_trunc('second', time) s
                  from telemetry
                  where device_id like 'd%%'
                    and time between to_timestamp(%d / 1000.0) and to_timestamp(%d / 1000.0))
                select percentile_cont(0.25) within group (order by median),
                  (select percentile_cont(0.99) within group (order by ms) from x)
                from (select percentile_cont(0.5) within group (order by ms) median
                  from x group by s) medians
                """
                    .formatted(from, to))
            .getFirst()
            .split("\\|", -1);
    return new double[] {Double.parseDouble(row[0]), Double.parseDouble(row[1])};
  }

  private static long buckets(WeirProcess weir) throws IOException {
    Matcher gauges =
        Pattern.compile("weir_rate_limit_buckets\\{[^}]*} (\\S+)")
            .matcher(weir.get("/metrics").body());
    double sum = 0;
    while (gauges.find()) {
      sum += Double.parseDouble(gauges.group(1));
    }
    return (long) sum;
  }

  private static void register(RuleInstallation installation) {
    installation.setting("RATE_LIMIT_RPS", "1000000");
    installation.setting("RATE_LIMIT_BURST", "1000000");
    installation.database.execute(
        """
        alter table telemetry add column written_at timestamptz default clock_timestamp();
        insert into tenants (tenant_id) values ('acme');
        insert into device_registry (tenant_id, device_id, provision_token_hash)
        select 'acme', 'd' || n, encode(sha256('secret'), 'hex') from generate_series(0, %d) n;
        insert into device_registry (tenant_id, device_id, provision_token_hash)
        select 'acme', 'other' || n, encode(sha256('secret'), 'hex') from generate_series(0, %d) n
        """
            .formatted(KNOWN - 1, OTHERS - 1));
  }
}

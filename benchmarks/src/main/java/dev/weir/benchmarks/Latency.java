package dev.weir.benchmarks;

import dev.weir.app.config.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.awaitility.Awaitility;

/**
 * From the moment at which a device was to publish until its reading was committed, by PostgreSQL's
 * own account of commits, in milliseconds: what a late message makes later ones wait is in it. A
 * quarter of the devices tell time in whole milliseconds; theirs are up to one longer.
 *
 * @param perSecond messages
 * @param messages that were measured
 */
record Latency(
    double perSecond, long messages, double p50, double p99, double p999, double longest) {

  private static final Duration CAUGHT_UP_BOUND = Duration.ofSeconds(60);

  /** Publishes and measures; the first second is a warm-up. */
  static Latency measure(Stage stage, Load load, double perSecond, Duration duration)
      throws ConfigurationException, InterruptedException {
    stage.database().execute("truncate telemetry");
    stage.database().execute("checkpoint"); // what backlogs left to be written is not this one's
    long before = stage.accounted();
    long messages = (long) (perSecond * (duration.toSeconds() + 1));
    Instant start = load.publish(perSecond, messages);
    Awaitility.await("all that was published")
        .atMost(CAUGHT_UP_BOUND)
        .until(() -> stage.accounted() - before >= messages);
    return of(stage, perSecond, start.plusSeconds(1));
  }

  private static Latency of(Stage stage, double perSecond, Instant from) {
    String row =
        stage
            .database()
            .rows(
                """
                with took as (
                  select extract(epoch from pg_xact_commit_timestamp(xmin) - time) * 1000 ms
                  from telemetry where time >= '%s')
                select count(*), percentile_disc(0.5) within group (order by ms),
                  percentile_disc(0.99) within group (order by ms),
                  percentile_disc(0.999) within group (order by ms), max(ms) from took
                """
                    .formatted(from))
            .getFirst();
    double[] figures =
        Arrays.stream(row.split("\\|", -1)).mapToDouble(Double::parseDouble).toArray();
    return new Latency(
        perSecond, (long) figures[0], figures[1], figures[2], figures[3], figures[4]);
  }
}

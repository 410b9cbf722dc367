package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.SteppedClock;
import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The clock of an ingest process decides nothing: set forward and back under load, it refuses no
 * reading for its age, lets go of no lane and stays ready.
 */
class ClockIT {

  private static final int MESSAGES_PER_SECOND = 2_000;
  private static final Pattern LAST_WRITE = Pattern.compile("\"last_write_at\":\"([^\"]+)\"");

  /** What its last write may be old. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  @Test
  void stepsOfItsClockChangeNothing() throws Exception {
    try (SteppedClock clock = SteppedClock.start();
        TestInstallation installation = new TestInstallation("on", Way.DIRECT);
        WeirProcess weir = installation.serveIngest(clock.environment()).awaitReady()) {
      installation.underLoad(
          MESSAGES_PER_SECOND,
          () -> {
            step(clock, Duration.ofHours(1), installation, weir);
            step(clock, Duration.ofHours(-1), installation, weir);
            step(clock, Duration.ZERO, installation, weir);
          });

      new Account(installation).assertExact();
      assertThat(weir.status("/ready")).isEqualTo(200);
      assertThat(installation.database.rows("select distinct epoch from ingest_lanes"))
          .as("no lane was let go")
          .containsExactly("1");
    }
  }

  /** Steps, and waits until the process writes by its new clock and has done two seconds' work. */
  private static void step(
      SteppedClock clock, Duration ahead, TestInstallation installation, WeirProcess weir) {
    clock.set(ahead);
    long enough = installation.accounted() + 2 * MESSAGES_PER_SECOND;
    Awaitility.await("work by a clock that is ahead by " + ahead)
        .atMost(Duration.ofSeconds(30))
        .failFast("not ready", () -> weir.status("/ready") != 200)
        .until(() -> installation.accounted() >= enough && follows(weir, ahead));
  }

  private static boolean follows(WeirProcess weir, Duration ahead) throws IOException {
    Matcher health = LAST_WRITE.matcher(weir.get("/health").body());
    return health.find()
        && Duration.between(Instant.now().plus(ahead), Instant.parse(health.group(1)))
                .abs()
                .compareTo(TOLERANCE)
            < 0;
  }
}

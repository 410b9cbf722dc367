package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two processes side by side: they share the lanes, and one takes over when the other is killed.
 */
@Tag("alone")
@ParameterizedClass
@EnumSource(Way.class)
class SharingIT {

  @Parameter Way way = Way.DIRECT;

  private static final int MESSAGES = 50_000;

  /** The lease of the test installation, and the time that a takeover itself may take. */
  private static final Duration LEASE = Duration.ofSeconds(3);

  private static final Duration TAKEOVER = Duration.ofSeconds(1);

  @Test
  void lanesAreSharedAndTakenOver() throws Exception {
    try (TestInstallation installation = new TestInstallation("on", way);
        WeirProcess first = installation.serveIngest().awaitReady();
        WeirProcess second = installation.serveIngest().awaitReady()) {
      awaitOwners(installation, 2);
      assertThat(lanesByOwner(installation)).containsExactly("2", "3");

      Thread publisher = Thread.ofPlatform().start(() -> publish(installation));
      installation.awaitAccounted(MESSAGES / 10);
      first.kill();
      long killedAt = System.nanoTime();
      awaitOwners(installation, 1);
      assertThat(Duration.ofNanos(System.nanoTime() - killedAt)).isLessThan(LEASE.plus(TAKEOVER));

      publisher.join();
      installation.awaitAccounted(MESSAGES);
      new Account(installation).assertExact();
      assertThat(second.status("/ready")).isEqualTo(200);
    }
  }

  @Test
  void aPausedProcessFindsItsLanesGoneAndDoesNoHarm() throws Exception {
    try (TestInstallation installation = new TestInstallation("on", way);
        WeirProcess first = installation.serveIngest().awaitReady()) {
      Thread publisher = Thread.ofPlatform().start(() -> publish(installation));
      installation.awaitAccounted(MESSAGES / 10);
      first.signal("STOP");
      try (WeirProcess second = installation.serveIngest().awaitReady()) {
        publisher.join();
        installation.awaitAccounted(MESSAGES);
        first.signal("CONT");

        awaitOwners(installation, 2);
        new Account(installation).assertExact();
        assertThat(first.isAlive() && second.isAlive()).isTrue();
      }
    }
  }

  private static void publish(TestInstallation installation) {
    try {
      installation.publish(MESSAGES, 10_000);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitOwners(TestInstallation installation, int owners) {
    Awaitility.await(owners + " owners of all lanes")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            installation.database.number(
                        "select count(distinct owner) from ingest_lanes where lease_until > now()")
                    == owners
                && installation.database.number(
                        "select count(*) from ingest_lanes where lease_until > now()")
                    == TestInstallation.PARTITIONS + 1);
  }

  private static List<String> lanesByOwner(TestInstallation installation) {
    return installation.database.rows(
        "select count(*) from ingest_lanes group by owner order by 1");
  }
}

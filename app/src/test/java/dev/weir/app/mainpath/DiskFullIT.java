package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.SmallDisk;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.TestNats;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A database whose disk is full, all of its tables on it: lanes hold their batches until there is
 * room.
 */
class DiskFullIT {

  private static final int MESSAGES_PER_SECOND = 2_000;

  /** SQLSTATE: disk full. */
  private static final String DISK_FULL = "53100";

  @Test
  void aFullDiskIsWaitedForAndSaid() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        SmallDisk disk = SmallDisk.create(database)) {
      disk.takeDatabase();
      try (TestInstallation installation = installation(database);
          WeirProcess weir = installation.serveIngest().awaitReady()) {
        installation.underLoad(
            MESSAGES_PER_SECOND,
            () -> {
              installation.awaitAccounted(MESSAGES_PER_SECOND);
              disk.fill();
              awaitDiskFull(weir);
              disk.free();
              weir.awaitReady();
            });

        new Account(installation).assertExact();
        assertThat(weir.status("/ready")).isEqualTo(200);
      }
    }
  }

  private static TestInstallation installation(TestDatabase database) throws Exception {
    return new TestInstallation(database, TestNats.start(), Way.DIRECT, Map.of("TIMESCALE", "on"));
  }

  private static void awaitDiskFull(WeirProcess weir) {
    Awaitility.await("/ready to say that the disk is full")
        .atMost(Duration.ofSeconds(30))
        .until(() -> saysDiskFull(weir));
  }

  private static boolean saysDiskFull(WeirProcess weir) throws IOException {
    var answer = weir.get("/ready");
    return answer.statusCode() == 503 && answer.body().contains(DISK_FULL);
  }
}

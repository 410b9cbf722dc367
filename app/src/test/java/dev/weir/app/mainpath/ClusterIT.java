package dev.weir.app.mainpath;

import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.NatsCluster;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A NATS cluster of three, of which each is killed once under load: nobody loses anything. */
class ClusterIT {

  private static final int MESSAGES_PER_SECOND = 2_000;

  /** What is accounted for before a server dies, and while it is away. */
  private static final int PROGRESS = MESSAGES_PER_SECOND;

  @Test
  void eachOfThreeServersMayDie() throws Exception {
    Map<String, String> settings =
        Map.of("TIMESCALE", "on", "STREAM_REPLICAS", "3", "DUPLICATE_WINDOW_SECONDS", "120");
    NatsCluster cluster = NatsCluster.start();
    try (TestInstallation installation =
            new TestInstallation(TestDatabase.create(), cluster, Way.DIRECT, settings);
        WeirProcess first = installation.serveIngest().awaitReady();
        WeirProcess second = installation.serveIngest().awaitReady()) {
      installation.underLoad(
          MESSAGES_PER_SECOND,
          () -> {
            for (int server = 0; server < NatsCluster.SIZE; server++) {
              installation.awaitAccounted(installation.accounted() + PROGRESS);
              cluster.kill(server);
              installation.awaitAccounted(installation.accounted() + PROGRESS);
              cluster.restart(server);
            }
          });

      new Account(installation).assertExact();
      first.awaitReady();
      second.awaitReady();
    }
  }
}

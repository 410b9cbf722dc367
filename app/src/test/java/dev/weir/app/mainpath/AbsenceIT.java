package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.config.ConfigurationException;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.TestNats;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is missing at the start, or goes away, is waited for and said; nothing is lost by it. */
@ParameterizedClass
@EnumSource(Way.class)
class AbsenceIT {

  @Parameter Way way = Way.DIRECT;

  private static final int MESSAGES = 20_000;

  @Test
  void natsMayComeLate() throws Exception {
    TestNats nats = TestNats.start();
    try (TestInstallation installation = installation(nats)) {
      installation.publish(MESSAGES, 0);
      nats.stop();
      try (WeirProcess weir = installation.serveIngest()) {
        awaitNotReady(weir, "nats");

        nats.restart();
        weir.awaitReady();
        installation.awaitAccounted(MESSAGES);
        new Account(installation).assertExact();
      }
    }
  }

  @Test
  void natsMayBeRestartedUnderLoad() throws Exception {
    TestNats nats = TestNats.start();
    try (TestInstallation installation = installation(nats);
        WeirProcess weir = installation.serveIngest().awaitReady()) {
      Thread publisher = Thread.ofPlatform().start(() -> publish(installation));
      installation.awaitAccounted(MESSAGES / 10);
      nats.restart();

      publisher.join();
      installation.awaitAccounted(MESSAGES);
      new Account(installation).assertExact();
      weir.awaitReady();
    }
  }

  @Test
  void theDatabaseMayComeLate() throws Exception {
    try (TestInstallation installation = new TestInstallation("on", way)) {
      installation.publish(MESSAGES, 0);
      installation.database.allowConnections(false);
      try (WeirProcess weir = installation.serveIngest()) {
        awaitNotReady(weir, "database");

        installation.database.allowConnections(true);
        weir.awaitReady();
        installation.awaitAccounted(MESSAGES);
        new Account(installation).assertExact();
      }
    }
  }

  @Test
  void theDatabaseMayGoAwayUnderLoad() throws Exception {
    try (TestInstallation installation = new TestInstallation("on", way);
        WeirProcess weir = installation.serveIngest().awaitReady()) {
      Thread publisher = Thread.ofPlatform().start(() -> publish(installation));
      installation.awaitAccounted(MESSAGES / 10);
      installation.database.allowConnections(false);
      awaitNotReady(weir, "database");
      installation.database.allowConnections(true);

      publisher.join();
      installation.awaitAccounted(MESSAGES);
      new Account(installation).assertExact();
      weir.awaitReady();
    }
  }

  private TestInstallation installation(TestNats nats) throws ConfigurationException {
    return new TestInstallation(TestDatabase.create(), nats, way, Map.of("TIMESCALE", "on"));
  }

  private static void publish(TestInstallation installation) {
    try {
      installation.publish(MESSAGES, 10_000);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitNotReady(WeirProcess weir, String reason) {
    Awaitility.await("/ready to name " + reason)
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(() -> {
          var answer = weir.get("/ready");
          assertThat(answer.statusCode()).isEqualTo(503);
          assertThat(answer.body()).contains(reason);
        });
  }
}

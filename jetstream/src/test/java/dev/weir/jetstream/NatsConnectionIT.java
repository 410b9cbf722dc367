package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.core.stream.StreamException;
import dev.weir.testkit.nats.TestNats;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NatsConnectionIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void startsWithoutAServerAndFindsItLater() throws Exception {
    try (TestNats server = TestNats.start()) {
      server.stop();
      try (NatsConnection connection = NatsConnection.start(config(server.url()))) {
        assertThat(connection.awaitConnected(Duration.ofMillis(600))).isFalse();
        assertThat(connection.isConnected()).isFalse();
        assertThat(connection.reason()).contains("no connection to NATS at " + server.url());
        await().until(() -> connection.reason().contains("refused"));
        assertThatThrownBy(() -> new NatsStreams(connection).names())
            .isInstanceOf(StreamException.class)
            .hasMessageContaining("no connection");

        server.restart();
        await().atMost(SOON).until(connection::isConnected);
        assertThat(connection.awaitConnected(SOON)).isTrue();
        assertThat(new NatsStreams(connection).names()).isEmpty();
      }
    }
  }

  @Test
  void comesBackAfterAnOutage() throws Exception {
    try (TestNats server = TestNats.start();
        NatsConnection connection = NatsConnection.start(config(server.url()))) {
      assertThat(connection.awaitConnected(SOON)).isTrue();
      for (int round = 0; round < 2; round++) {
        server.kill();
        await().until(() -> !connection.isConnected());
        server.restart();
        await().atMost(SOON).until(connection::isConnected);
      }
      assertThat(new NatsStreams(connection).names()).isEmpty();
    }
  }

  @Test
  void logsInAndNeverNamesTheSecret() throws Exception {
    try (TestNats server = TestNats.start("authorization { user: u, password: s3cret }")) {
      String host = server.url().substring("nats://".length());
      try (NatsConnection right = NatsConnection.start(config("nats://u:s3cret@" + host));
          NatsConnection wrong = NatsConnection.start(config("nats://u:n0tit@" + host))) {
        assertThat(right.awaitConnected(SOON)).isTrue();
        assertThat(right.reason()).doesNotContain("s3cret");
        await().atMost(SOON).until(() -> wrong.reason().contains("Authorization"));
        assertThat(wrong.reason()).doesNotContain("n0tit");
        assertThat(wrong.isConnected()).isFalse();
        new StreamSetup(right, StreamPlan.DEFAULTS.withPartitions(1)).apply();
        new NatsStreams(right).open("TELEMETRY-0", 1, 10).close();
      }
    }
  }

  @Test
  void closesWhileItStillTries() {
    NatsConnection connection = NatsConnection.start(config("nats://127.0.0.1:1"));
    connection.close();

    assertThat(connection.isConnected()).isFalse();
  }

  private static NatsConfig config(String url) {
    return NatsConfig.parse(url, null, "weir-test");
  }
}

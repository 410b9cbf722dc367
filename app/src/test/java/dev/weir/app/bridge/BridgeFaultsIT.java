package dev.weir.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.mqtt.MosquittoProcess;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the broker acknowledged to a device arrives once, whatever ends meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BridgeFaultsIT {

  private static final int RECEIVE_MAXIMUM = 100;

  private BridgeStage stage;
  private MosquittoProcess broker;
  private WeirProcess ingest;
  private long expected;

  @BeforeAll
  void start() {
    broker = MosquittoProcess.start();
    stage =
        new BridgeStage(
            Map.of("MQTT_URL", broker.url(), "MQTT_RECEIVE_MAXIMUM", "" + RECEIVE_MAXIMUM));
    ingest = stage.serve("ingest");
  }

  @AfterAll
  void close() {
    ingest.close();
    stage.close();
    broker.close();
  }

  /** In one test, for a process takes long to start: each part begins where the last one ended. */
  @Test
  void nothingIsLostAndNothingLandsTwice() throws Exception {
    try (Devices devices = new Devices(broker.port())) {
      try (WeirProcess bridge = stage.serve("mqtt-bridge").awaitReady()) {
        aFullStreamLeavesMessagesInTheBroker(bridge, devices);
        natsIsStartedAgain(devices);
        bridge.kill();
      }
      publish(devices, 1_000); // nobody is there
      try (WeirProcess bridge = stage.serve("mqtt-bridge").awaitReady()) {
        stage.awaitStored(expected);
        publish(devices, 3_000);
        bridge.kill(); // in the middle of it
      }
      try (WeirProcess bridge = stage.serve("mqtt-bridge").awaitReady()) {
        stage.awaitStored(expected);
        aPausedBridgeHasLostItsSession(bridge, devices);
        theBrokerIsStartedAgain(bridge);
        bridge.terminate();
        assertThat(bridge.awaitExit(Duration.ofSeconds(10))).isZero();
      }
    }
  }

  private void publish(Devices devices, int readings) {
    devices.publish(readings);
    expected += readings;
  }

  private void aFullStreamLeavesMessagesInTheBroker(WeirProcess bridge, Devices devices)
      throws Exception {
    limitStreams(1);
    publish(devices, 2_000);
    await("messages that wait")
        .atMost(BridgeStage.PATIENCE)
        .until(() ->
            BridgeStage.metric(bridge, "weir_bridge_publish_retries_total{kind=\"REFUSED\"}")
                >= RECEIVE_MAXIMUM);
    assertThat(BridgeStage.metric(bridge, "weir_bridge_in_flight"))
        .isLessThanOrEqualTo(RECEIVE_MAXIMUM);
    assertThat(BridgeStage.metric(bridge, "weir_bridge_received_messages_total"))
        .as("the rest is at the broker")
        .isLessThan(2_000);
    limitStreams(-1);
    stage.awaitStored(expected);
  }

  /** So that each takes one message and refuses the next; or any number. */
  private void limitStreams(long messages) throws Exception {
    Connection connection = Nats.connect(stage.nats.url());
    try {
      JetStreamManagement management = connection.jetStreamManagement();
      for (String stream : management.getStreamNames()) {
        if (stream.startsWith("TELEMETRY")) {
          StreamConfiguration now = management.getStreamInfo(stream).getConfiguration();
          management.updateStream(StreamConfiguration.builder(now).maxMessages(messages).build());
        }
      }
    } finally {
      connection.close();
    }
  }

  private void natsIsStartedAgain(Devices devices) {
    stage.nats.kill();
    publish(devices, 1_000);
    stage.nats.restart();
    stage.awaitStored(expected);
  }

  /** Another takes it over and ends it; the first, awake again, takes one of its own. */
  private void aPausedBridgeHasLostItsSession(WeirProcess first, Devices devices) {
    first.signal("STOP");
    try (WeirProcess second = stage.serve("mqtt-bridge").awaitReady()) {
      publish(devices, 500);
      stage.awaitStored(expected);
      first.signal("CONT");
      await("two sessions in use")
          .atMost(BridgeStage.PATIENCE)
          .until(() ->
              stage.database.number("select count(*) from mqtt_sessions where lease_until > now()")
                      == 2
                  && first.status("/ready") == 200);
      publish(devices, 500);
      stage.awaitStored(expected);
      second.terminate();
      assertThat(second.awaitExit(Duration.ofSeconds(10))).isZero();
    }
    await("the session of the second is ended")
        .atMost(BridgeStage.PATIENCE)
        .until(() -> stage.database.number("select count(*) from mqtt_sessions") == 1);
  }

  private void theBrokerIsStartedAgain(WeirProcess bridge) {
    broker.stop();
    await("not ready")
        .atMost(BridgeStage.PATIENCE)
        .until(() -> BridgeStage.ready(bridge).contains("no subscription at mqtt://"));
    broker.launch();
    bridge.awaitReady();
    try (Devices devices = new Devices(broker.port())) {
      devices.startAt((int) expected);
      publish(devices, 500);
      stage.awaitStored(expected);
    }
  }
}

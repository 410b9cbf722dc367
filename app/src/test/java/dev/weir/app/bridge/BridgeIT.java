package dev.weir.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.mqtt.MosquittoProcess;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bridge makes of what devices publish, in both versions of MQTT. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BridgeIT {

  private static final byte[] NOT_JSON = {0, (byte) 0xff, '{', '\n', (byte) 0x80, 0};

  private BridgeStage stage;
  private MosquittoProcess broker;
  private WeirProcess ingest;

  @BeforeAll
  void start() {
    broker = MosquittoProcess.start();
    stage = new BridgeStage(Map.of("MQTT_URL", broker.url()));
    ingest = stage.serve("ingest");
  }

  @AfterAll
  void close() {
    ingest.close();
    stage.close();
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "3.1.1"})
  void everythingThatDevicesPublishArrives(String version) throws Exception {
    stage.database.execute("truncate telemetry, quarantine_events");
    try (WeirProcess bridge = stage.serve("mqtt-bridge", Map.of("MQTT_VERSION", version));
        Devices devices = new Devices(broker.port())) {
      bridge.awaitReady();

      devices.publish(500);
      stage.awaitStored(500);

      devices.publish("tenant/acme/device/d1/telemetry", NOT_JSON).join();
      devices.publish("tenant/acme/device/d1/telemetry", new byte[0]).join();
      stage.awaitQuarantined("INVALID_JSON", 2);
      assertThat(stage.database.rows("select raw from quarantine_events"))
          .contains("\\x00ff7b0a8000");

      devices.publish("tenant/acme", new byte[0]).join();
      devices.publish("tenant/\u00e9 %/x", new byte[0]).join();
      devices.publish("tenant/acme/device/d1/Telemetry", new byte[0], MqttQos.EXACTLY_ONCE).join();
      devices.publish("tenant/acme/device/d1", new byte[0], MqttQos.AT_MOST_ONCE).join();
      stage.awaitQuarantined("BAD_TOPIC_FORMAT", 4);
      assertThat(
              stage.database.rows(
                  "select topic from quarantine_events where reason = 'BAD_TOPIC_FORMAT'"))
          .contains("tenant/%C3%A9%20%25/x");

      devices.publish("tenant/acme/device/d1/telemetry", new byte[2_000_000]).join();
      stage.awaitQuarantined("PAYLOAD_TOO_LARGE", 1);

      assertThat(BridgeStage.metric(bridge, "weir_bridge_published_messages_total")).isEqualTo(507);
      assertThat(bridge.get("/health").body())
          .contains("\"messages_received\":507")
          .contains("\"messages_written\":507");
      bridge.terminate();
      assertThat(bridge.awaitExit(Duration.ofSeconds(10))).isZero();
    }
  }

  /** A device may set the same property, but not write under the prefix: that is the broker's. */
  @Test
  void anIdentityIsTakenWhereTheBrokerVouchesForIt() throws Exception {
    Map<String, String> identity =
        Map.of("MQTT_IDENTITY_TOPIC_PREFIX", "known/", "MQTT_TOPIC_FILTER", "tenant/#");
    Connection nats = Nats.connect(stage.nats.url());
    try (WeirProcess bridge = stage.serve("mqtt-bridge", identity);
        Devices devices = new Devices(broker.port())) {
      Subscription streams = nats.subscribe("telemetry.>");
      bridge.awaitReady();
      devices.publishNamed("known/tenant/acme/device/d1/heartbeat", "acme/d1").join();
      devices.publishNamed("tenant/acme/device/d2/heartbeat", "acme/d1").join();

      Map<String, String> names = new HashMap<>();
      for (int i = 0; i < 2; i++) {
        Headers headers = streams.nextMessage(BridgeStage.PATIENCE).getHeaders();
        names.put(
            headers.getFirst("Weir-Topic"), String.valueOf(headers.getFirst("Weir-Username")));
      }

      assertThat(names)
          .containsOnly(
              Map.entry("tenant/acme/device/d1/heartbeat", "acme/d1"),
              Map.entry("tenant/acme/device/d2/heartbeat", "null"));
      assertThat(stage.database.rows("select cardinality(filters) from mqtt_sessions"))
          .containsExactly("2");
    } finally {
      nats.close();
    }
  }

  /** What one bridge leaves another finishes, be it killed or gone for good. */
  @Test
  void bridgesShareTheLoadAndInheritIt() throws Exception {
    stage.database.execute("truncate telemetry, quarantine_events");
    try (WeirProcess one = stage.serve("mqtt-bridge");
        WeirProcess two = stage.serve("mqtt-bridge");
        Devices devices = new Devices(broker.port())) {
      one.awaitReady();
      two.awaitReady();
      assertThat(stage.database.rows("select client_id from mqtt_sessions order by 1"))
          .containsExactly("weir-bridge-0", "weir-bridge-1");

      devices.publish(2_000);
      stage.awaitStored(2_000);
      assertThat(published(one)).isPositive();
      assertThat(published(two)).isPositive();
      assertThat(published(one) + published(two)).isEqualTo(2_000);

      two.kill();
      devices.publish(2_000);
      stage.awaitStored(4_000);
      await("the session of the dead is ended")
          .atMost(BridgeStage.PATIENCE)
          .until(() -> stage.database.number("select count(*) from mqtt_sessions") == 1);

      one.terminate();
      assertThat(one.awaitExit(Duration.ofSeconds(10))).isZero();
      assertThat(stage.database.rows("select owner from mqtt_sessions")).containsExactly("null");
    }
  }

  private static double published(WeirProcess bridge) {
    return BridgeStage.metric(bridge, "weir_bridge_published_messages_total");
  }
}

package dev.weir.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import dev.weir.gateway.tls.PemFiles;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.mqtt.MosquittoProcess;
import dev.weir.testkit.mqtt.MosquittoUsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What {@code deploy/mosquitto} ships, as it is, with its ports and folders set. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MosquittoConfigurationIT {

  private static final Path SHIPPED = Path.of("..", "deploy", "mosquitto");
  private static final String PASSWORD = "pass-4711";

  private Path home;
  private MosquittoProcess broker;
  private BridgeStage stage;

  @BeforeAll
  void start() throws Exception {
    home = Files.createTempDirectory("weir-mosquitto-");
    certificates("ca");
    certificates("server", "localhost", "127.0.0.1");
    certificates("device", "acme", "d2");
    Path bridges = home.resolve("bridges");
    certificates(bridges, "ca");
    certificates(bridges, "bridge");
    Files.copy(bridges.resolve("ca.crt"), home.resolve("bridge-ca.crt"));
    Files.copy(SHIPPED.resolve("acl"), home.resolve("acl"));
    Files.writeString(
        home.resolve("users"),
        MosquittoUsers.line("weir-bridge", PASSWORD)
            + MosquittoUsers.line("acme/device/d1", PASSWORD));
    broker =
        MosquittoProcess.start(
            home,
            Files.readString(SHIPPED.resolve("mosquitto.conf"))
                .replace("listener 1883 0.0.0.0", "listener @PORT@ 127.0.0.1")
                .replace("listener 8883 0.0.0.0", "listener @TLS_PORT@ 127.0.0.1")
                .replace("listener 1884 127.0.0.1", "listener @BRIDGE_PORT@ 127.0.0.1")
                .replace("listener 8884 0.0.0.0", "listener @BRIDGE_TLS_PORT@ 127.0.0.1")
                .replaceAll("/mosquitto/(config|data)", "@HOME@"));
    stage = new BridgeStage(Map.of());
  }

  @AfterAll
  void close() {
    stage.close();
    broker.close();
  }

  @Test
  void devicesWriteTheirOwnTopicsAndTheBridgeTakesThem() throws Exception {
    Map<String, String> bridge =
        Map.of(
            "MQTT_URL", "mqtts://localhost:" + broker.bridgeTlsPort(),
            "MQTT_CA_CERT", file("ca.crt"),
            "MQTT_CLIENT_CERT", file("bridges/weir-bridge.crt"),
            "MQTT_CLIENT_KEY", file("bridges/weir-bridge.key"));
    try (WeirProcess _ = stage.serve("ingest,mqtt-bridge", bridge).awaitReady()) {
      Mqtt5BlockingClient byPassword = withPassword("acme/device/d1", PASSWORD);
      Mqtt5BlockingClient byCertificate = withCertificate(broker.tlsPort());
      publish(byPassword, "d1");
      publish(byCertificate, "d2");
      refused(byPassword, "d2");
      refused(byCertificate, "d1");
      stage.awaitStored(2);
      assertThat(stage.database.rows("select device_id from telemetry order by 1"))
          .containsExactly("d1", "d2");
      var _ = byPassword.toAsync().disconnect();
      var _ = byCertificate.toAsync().disconnect();
    }
    assertThatThrownBy(() -> withPassword("acme/device/d1", "wrong")).isNotNull();
  }

  @Test
  void aBridgeThatMayNotLogInSaysSoWithoutThePassword() {
    Map<String, String> wrong =
        Map.of(
            "MQTT_URL",
            "mqtt://127.0.0.1:" + broker.bridgePort(),
            "MQTT_USERNAME",
            "weir-bridge",
            "MQTT_PASSWORD",
            "wr0ng");
    try (WeirProcess process = stage.serve("mqtt-bridge", wrong)) {
      await("what is wrong")
          .atMost(BridgeStage.PATIENCE)
          .until(() -> BridgeStage.ready(process).contains("the broker refuses the login"));
      assertThat(BridgeStage.ready(process)).contains("MQTT_PASSWORD").doesNotContain("wr0ng");
      assertThat(process.log()).contains("the broker refuses the login").doesNotContain("wr0ng");
    }
  }

  @Test
  void aDeviceCannotPassForABridge() {
    assertThat(bridgeSessionIsThere()).isFalse();

    Mqtt5BlockingClient device =
        passwordClient(broker.port(), "acme/device/d1", PASSWORD)
            .identifier("weir-bridge-99")
            .buildBlocking();
    device.connectWith().cleanStart(true).send();
    device.disconnect();

    assertThat(bridgeSessionIsThere()).isTrue();
    assertThatThrownBy(() -> withCertificate(broker.bridgeTlsPort())).isNotNull();
  }

  private boolean bridgeSessionIsThere() {
    Mqtt5BlockingClient bridge =
        passwordClient(broker.bridgePort(), "weir-bridge", PASSWORD)
            .identifier("weir-bridge-99")
            .buildBlocking();
    boolean there =
        bridge
            .connectWith()
            .cleanStart(false)
            .sessionExpiryInterval(3_600)
            .send()
            .isSessionPresent();
    bridge.disconnect();
    return there;
  }

  private static void refused(Mqtt5BlockingClient client, String device) {
    assertThatThrownBy(() -> publish(client, device))
        .isInstanceOfSatisfying(
            Mqtt5PubAckException.class,
            e ->
                assertThat(e.getMqttMessage().getReasonCode())
                    .isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED));
  }

  private static void publish(Mqtt5BlockingClient client, String device) {
    client
        .publishWith()
        .topic("tenant/acme/device/" + device + "/telemetry")
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload("{\"site_id\":\"s1\",\"metrics\":{\"n\":1}}".getBytes(StandardCharsets.UTF_8))
        .send();
  }

  private Mqtt5BlockingClient withPassword(String user, String password) {
    return connected(passwordClient(broker.port(), user, password));
  }

  private static Mqtt5ClientBuilder passwordClient(int port, String user, String password) {
    return Mqtt5Client.builder()
        .serverHost("127.0.0.1")
        .serverPort(port)
        .simpleAuth()
        .username(user)
        .password(password.getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth();
  }

  private Mqtt5BlockingClient withCertificate(int port) {
    return connected(
        Mqtt5Client.builder()
            .serverHost("localhost")
            .serverPort(port)
            .sslConfig(
                MqttClientSslConfig.builder()
                    .trustManagerFactory(PemFiles.authorities(home.resolve("ca.crt")))
                    .keyManagerFactory(
                        PemFiles.identity(
                            PemFiles.chain(home.resolve("devices/acme/d2.crt")),
                            PemFiles.privateKey(home.resolve("devices/acme/d2.key"))))
                    .build()));
  }

  private static Mqtt5BlockingClient connected(Mqtt5ClientBuilder builder) {
    Mqtt5BlockingClient client = builder.buildBlocking();
    client.connect();
    return client;
  }

  private String file(String name) {
    return home.resolve(name).toString();
  }

  private void certificates(String... arguments) throws IOException, InterruptedException {
    certificates(home, arguments);
  }

  private static void certificates(Path folder, String... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 2];
    command[0] = "bash";
    command[1] = SHIPPED.resolve("certificates.sh").toString();
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CERTIFICATES", folder.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}

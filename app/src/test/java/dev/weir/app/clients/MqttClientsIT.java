package dev.weir.app.clients;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of either version of MQTT, through a broker and the bridge. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MqttClientsIT {

  private static final int MESSAGES = 20;

  private ClientStage stage;

  @BeforeAll
  void start() {
    stage = new ClientStage("pub-4", "pub-5", "js-4", "js-5");
  }

  @AfterAll
  void stop() {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource({"mqttv311, pub-4", "mqttv5, pub-5"})
  void mosquittoPub(String version, String device) throws Exception {
    Program pub = Program.ofVariable("WEIR_MOSQUITTO_PUB");
    for (int seq = 1; seq <= 3; seq++) {
      pub.run(
          "-h",
          "127.0.0.1",
          "-p",
          Integer.toString(stage.broker.port()),
          "-V",
          version,
          "-q",
          "1",
          "-t",
          "tenant/acme/device/" + device + "/telemetry",
          "-m",
          "{\"site_id\":\"s1\",\"seq\":%d,\"metrics\":{\"temp_c\":21.5},\"provision_token\":\"%s\"}"
              .formatted(seq, ClientStage.TOKEN));
    }
    stage.awaitRows(device, 3);
  }

  @ParameterizedTest
  @CsvSource({"4, js-4", "5, js-5"})
  void mqttOfNpm(String version, String device) throws Exception {
    new Program("node")
        .run(
            Map.of(
                "NODE_PATH",
                Program.variable("WEIR_NPM_PACKAGES") + "/node_modules",
                "PROVISION_TOKEN",
                ClientStage.TOKEN),
            "src/test/npm/publish.cjs",
            stage.broker.url(),
            version,
            "tenant/acme/device/" + device + "/telemetry",
            Integer.toString(MESSAGES));
    stage.awaitRows(device, MESSAGES);
  }
}

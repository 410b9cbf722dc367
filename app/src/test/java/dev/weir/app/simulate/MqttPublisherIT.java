package dev.weir.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import dev.weir.app.config.Configuration;
import dev.weir.app.config.MqttSettings;
import dev.weir.testkit.mqtt.MosquittoProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MqttPublisherIT {

  private static final String REFUSING = MosquittoProcess.OPEN + "acl_file @HOME@/rules\n";

  private final Fleet fleet = new Fleet(1, "tenant", 4, 40);
  private final Ledger ledger = new Ledger();

  @Test
  void whatTheLedgerSaysTheBrokerHasTaken() throws Exception {
    try (MosquittoProcess broker = MosquittoProcess.start()) {
      run(broker, new SimulationPlan(0, 20_000, Duration.ZERO, Duration.ofSeconds(30)));
    }
    assertThat(ledger.totals().published()).isEqualTo(20_000);
    assertThat(ledger.totals().resent()).isZero();
    assertThat(ledger.totals().isExact()).isTrue();
  }

  @Test
  void theFleetGoesOnAfterTheBrokerWasKilled() throws Exception {
    try (MosquittoProcess broker = MosquittoProcess.start()) {
      Thread killer =
          Thread.ofPlatform()
              .start(() -> {
                Awaitility.await().until(() -> ledger.totals().published() > 1_000);
                broker.kill();
                broker.launch();
              });
      run(broker, new SimulationPlan(5_000, 15_000, Duration.ZERO, Duration.ofSeconds(30)));
      killer.join();
    }
    assertThat(ledger.totals().published()).isEqualTo(15_000);
    assertThat(ledger.totals().resent()).isPositive();
    assertThat(ledger.totals().unsettled()).isZero();
  }

  @Test
  void whatTheBrokerRefusesIsNotPublished() throws Exception {
    Path home = Files.createTempDirectory("weir-mosquitto-");
    Files.writeString(home.resolve("rules"), "topic write tenant/somebody-else/#\n");
    try (MosquittoProcess broker = MosquittoProcess.start(home, REFUSING)) {
      run(broker, new SimulationPlan(0, 10, Duration.ZERO, Duration.ofSeconds(1)));
    }
    assertThat(ledger.totals().published()).isZero();
    assertThat(ledger.totals().unsettled()).isEqualTo(10);
  }

  @Test
  void aBrokerThatIsNotThereIsTold() throws Exception {
    MosquittoProcess broker = MosquittoProcess.start();
    MqttSettings settings = settings(broker);
    broker.close();

    assertThatThrownBy(() -> MqttPublisher.connect(settings, 1, 10))
        .isInstanceOf(IOException.class);
  }

  private void run(MosquittoProcess broker, SimulationPlan plan) throws Exception {
    MessageMaker maker =
        new MessageMaker(
            1,
            fleet,
            Mix.evenlyBad(Transport.MQTT, 0.05, 0.2),
            Instant.now(),
            plan.intervalNanos());
    Mqtt5BlockingClient subscriber = subscriber(broker);
    try (MqttPublisher publisher = MqttPublisher.connect(settings(broker), 3, 1_000)) {
      new Simulation(maker, publisher, ledger).run(plan, () -> false);
    } finally {
      subscriber.disconnect();
    }
  }

  /** Somebody for whom the broker takes what is published; comes back after the broker's end. */
  private static Mqtt5BlockingClient subscriber(MosquittoProcess broker) {
    Mqtt5BlockingClient client =
        Mqtt5Client.builder()
            .serverHost("127.0.0.1")
            .serverPort(broker.port())
            .automaticReconnect()
            .initialDelay(10, TimeUnit.MILLISECONDS)
            .maxDelay(50, TimeUnit.MILLISECONDS)
            .applyAutomaticReconnect()
            .buildBlocking();
    client.connect();
    client.subscribeWith().topicFilter("tenant/#").qos(MqttQos.AT_MOST_ONCE).send();
    return client;
  }

  @Test
  void whatNobodyTakesIsNotPublished() throws Exception {
    try (MosquittoProcess broker = MosquittoProcess.start();
        MqttPublisher publisher = MqttPublisher.connect(settings(broker), 1, 10)) {
      MessageMaker maker = new MessageMaker(1, fleet, Mix.allGood(), Instant.now(), 1_000);

      assertThat(publisher.publish(maker.make(0)).toCompletableFuture().get())
          .isEqualTo(Publisher.Outcome.REFUSED);
    }
  }

  private static MqttSettings settings(MosquittoProcess broker) throws Exception {
    return Configuration.from(Map.of("MQTT_URL", broker.url())).mqtt();
  }
}

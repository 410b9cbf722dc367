package dev.weir.delivery.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.weir.core.route.RouteJob;
import dev.weir.delivery.destination.Destination;
import dev.weir.delivery.destination.Outcome;
import dev.weir.delivery.guard.AddressGuard;
import dev.weir.delivery.guard.ForbiddenTargetException;
import dev.weir.testkit.mqtt.MosquittoProcess;
import dev.weir.testkit.mqtt.MosquittoUsers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Republishing to a real broker, and what becomes of it where the broker does not want it. */
final class MqttDelivererIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final AddressGuard ANY = host -> List.of(InetAddress.getAllByName(host));
  private static final String PAYLOAD = "{\"site_id\":\"s1\",\"metrics\":{\"n\":1}}";

  @TempDir private Path folder;
  private @Nullable MosquittoProcess broker;
  private @Nullable MqttDeliverer deliverer;

  @AfterEach
  void stop() {
    if (deliverer != null) {
      deliverer.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void aMessageArrivesOnceAsItIs() throws InterruptedException {
    MosquittoProcess mosquitto = start(MosquittoProcess.OPEN);
    MqttDeliverer own = deliverer(ownAt(mosquitto.port(), "", ""), ANY);
    try (Receiver receiver = new Receiver(mosquitto.port(), "out/#")) {
      assertThat(own.deliver(job("msg_1"), toOwn("out/{tenant_id}/{device_id}/{msg_type}")))
          .isEqualTo(new Outcome.Delivered());
      assertThat(own.deliver(job("msg_2"), toOwn("out/last"))).isEqualTo(new Outcome.Delivered());

      await().until(() -> receiver.received().size() == 2);
      Mqtt5Publish first = receiver.received().getFirst();
      assertThat(first.getTopic()).hasToString("out/acme/pump-1/telemetry");
      assertThat(Receiver.text(first)).isEqualTo(PAYLOAD);
      assertThat(first.getQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
      assertThat(first.isRetain()).isFalse();
      assertThat(first.getMessageExpiryInterval()).isEmpty();
      assertThat(first.getContentType().orElseThrow()).hasToString("application/json");
      assertThat(Receiver.deliveryId(first)).isEqualTo("msg_1");
    }
  }

  @Test
  void nobodyWhoListensIsDeliveredToo() throws InterruptedException {
    MosquittoProcess mosquitto = start(MosquittoProcess.OPEN);
    MqttDeliverer own = deliverer(ownAt(mosquitto.port(), "", ""), ANY);

    assertThat(own.deliver(job("msg_1"), toOwn("out/x"))).isEqualTo(new Outcome.Delivered());
  }

  @Test
  void aBrokerThatWasAwayIsThereAgain() throws InterruptedException {
    MosquittoProcess mosquitto = start(MosquittoProcess.OPEN);
    MqttDeliverer own = deliverer(ownAt(mosquitto.port(), "", ""), ANY);
    Destination.MqttRepublish out = toOwn("out/x");
    assertThat(own.deliver(job("msg_1"), out)).isEqualTo(new Outcome.Delivered());

    mosquitto.kill();
    long start = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(own.deliver(job("msg_2"), out)).isInstanceOf(Outcome.Failed.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT);

    mosquitto.launch();
    await().until(() -> own.deliver(job("msg_2"), out).equals(new Outcome.Delivered()));
  }

  @Test
  void aBrokerThatFallsSilentHoldsNobodyForLongerThanTheTimeout() throws InterruptedException {
    MosquittoProcess mosquitto = start(MosquittoProcess.OPEN);
    MqttDeliverer own = deliverer(ownAt(mosquitto.port(), "", ""), ANY);
    Destination.MqttRepublish out = toOwn("out/x");
    assertThat(own.deliver(job("msg_1"), out)).isEqualTo(new Outcome.Delivered());

    mosquitto.pause();
    long start = System.nanoTime();
    assertThat(own.deliver(job("msg_2"), out)).isInstanceOf(Outcome.Failed.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(TIMEOUT.minusMillis(100), TIMEOUT.plusSeconds(1));

    mosquitto.resume();
    await().until(() -> own.deliver(job("msg_2"), out).equals(new Outcome.Delivered()));
  }

  @Test
  void aWrongPasswordIsToldAndNotShown() throws IOException, InterruptedException {
    MosquittoProcess mosquitto = start(withUsers(""));
    MqttDeliverer own = deliverer(ownAt(mosquitto.port(), "weir", "wr0ng"), ANY);

    assertThat(own.deliver(job("msg_1"), toOwn("out/x")))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.error())
                    .contains("the login is refused")
                    .doesNotContain("wr0ng"));
    assertThat(own.deliver(job("msg_1"), toTenants(mosquitto, "weir", "wr0ng")))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.error()).contains("the login is refused"));
    assertThat(own.deliver(job("msg_1"), toTenants(mosquitto, "weir", "r1ght")))
        .isEqualTo(new Outcome.Delivered());
  }

  @Test
  void whatTheBrokerDoesNotAllowIsRefused() throws IOException, InterruptedException {
    MosquittoProcess mosquitto = start(withUsers("user weir\ntopic write allowed/#\n"));
    MqttDeliverer own = deliverer(ownAt(mosquitto.port(), "weir", "r1ght"), ANY);

    assertThat(own.deliver(job("msg_1"), toOwn("allowed/x"))).isEqualTo(new Outcome.Delivered());
    assertThat(own.deliver(job("msg_1"), toOwn("other/x")))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.error()).contains("NOT_AUTHORIZED"));
    assertThat(own.deliver(job("msg_1"), toOwn("allowed/x"))).isEqualTo(new Outcome.Delivered());
  }

  @Test
  void whatIsTooLargeForTheBrokerIsRefused() throws InterruptedException {
    MosquittoProcess mosquitto = start(MosquittoProcess.OPEN + "max_packet_size 2000\n");
    MqttDeliverer own = deliverer(ownAt(mosquitto.port(), "", ""), ANY);

    assertThat(own.deliver(job("msg_1", "x".repeat(2_000)), toOwn("out/x")))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.error()).contains("larger than"));
    assertThat(own.deliver(job("msg_2", "x".repeat(1_800)), toOwn("out/x")))
        .isEqualTo(new Outcome.Delivered());
  }

  @Test
  void aForbiddenAddressIsRefusedAtEachConnection() throws InterruptedException {
    MosquittoProcess mosquitto = start(MosquittoProcess.OPEN);
    List<String> asked = new ArrayList<>();
    AddressGuard changing =
        host -> {
          asked.add(host);
          if (asked.size() > 1) {
            throw new ForbiddenTargetException("not allowed");
          }
          return List.of(InetAddress.getLoopbackAddress());
        };
    MqttDeliverer own = deliverer(ownAt(1, "", ""), changing);
    Destination.MqttRepublish out =
        new Destination.MqttRepublish(
            "out/x", URI.create("mqtt://broker.test:" + mosquitto.port()), null, null);

    assertThat(own.deliver(job("msg_1"), out)).isEqualTo(new Outcome.Delivered());
    assertThat(own.deliver(job("msg_1"), out)).isEqualTo(new Outcome.Delivered());
    assertThat(asked).containsExactly("broker.test");
    mosquitto.kill();
    mosquitto.launch();

    await()
        .until(() ->
            own.deliver(job("msg_2"), out) instanceof Outcome.Refused refused
                && refused.error().contains("not allowed"));
  }

  @Test
  void loopsAndWhatIsNoRouteAreRefused() throws InterruptedException {
    OwnBroker vouching = new OwnBroker("127.0.0.1", 1, "", "", false, null, null, "by/");
    MqttDeliverer own = deliverer(vouching, ANY);
    Destination.MqttRepublish out = toOwn("out/x");

    for (Destination.MqttRepublish bad :
        List.of(
            toOwn("tenant/{tenant_id}/device/{device_id}/{msg_type}"),
            toOwn("by/tenant/{tenant_id}/device/{device_id}/{msg_type}"),
            toOwn("out/#"),
            new Destination.MqttRepublish("out/x", null, "user", "password"),
            new Destination.MqttRepublish("out/x", URI.create("http://broker"), null, null))) {
      assertThat(own.deliver(job("msg_1"), bad)).isInstanceOf(Outcome.Refused.class);
    }
    RouteJob elsewhere = new RouteJob(1, "acme", "msg_1", "other/topic", new byte[0]);
    assertThat(own.deliver(elsewhere, out)).isInstanceOf(Outcome.Refused.class);
    assertThat(own.connections()).isZero();
  }

  @Test
  void oneConnectionCarriesManyAtATime() throws InterruptedException, ExecutionException {
    MosquittoProcess mosquitto = start(MosquittoProcess.OPEN);
    MqttDeliverer own = deliverer(ownAt(mosquitto.port(), "", ""), ANY);
    int messages = 5_000;
    try (Receiver receiver = new Receiver(mosquitto.port(), "out/#");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      List<Future<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        RouteJob job = job("msg_" + i);
        outcomes.add(threads.submit(() -> own.deliver(job, toOwn("out/{device_id}"))));
      }
      for (Future<Outcome> outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo(new Outcome.Delivered());
      }
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      System.out.printf(
          "%,d messages republished in %,d ms: %,d/s%n",
          messages, millis, messages * 1_000L / Math.max(millis, 1));

      await().until(() -> receiver.received().size() == messages);
      assertThat(receiver.received().stream().map(Receiver::deliveryId).collect(Collectors.toSet()))
          .hasSize(messages);
      assertThat(mosquitto.said().lines().filter(line -> line.contains("as weir-"))).hasSize(1);
    }
  }

  private MosquittoProcess start(String configuration) {
    MosquittoProcess started = MosquittoProcess.start(configuration);
    broker = started;
    return started;
  }

  private MqttDeliverer deliverer(OwnBroker own, AddressGuard guard) {
    MqttDeliverer made = new MqttDeliverer(own, guard, TIMEOUT);
    deliverer = made;
    return made;
  }

  private String withUsers(String rules) throws IOException {
    Path users = Files.writeString(folder.resolve("users"), MosquittoUsers.line("weir", "r1ght"));
    Path acl = Files.writeString(folder.resolve("acl"), rules);
    String configuration =
        "listener @PORT@ 127.0.0.1\nallow_anonymous false\npassword_file " + users + '\n';
    return rules.isEmpty() ? configuration : configuration + "acl_file " + acl + '\n';
  }

  private static OwnBroker ownAt(int port, String username, String password) {
    return new OwnBroker("127.0.0.1", port, username, password, false, null, null, null);
  }

  private static Destination.MqttRepublish toOwn(String topic) {
    return new Destination.MqttRepublish(topic, null, null, null);
  }

  private static Destination.MqttRepublish toTenants(
      MosquittoProcess broker, String username, String password) {
    return new Destination.MqttRepublish("out/x", URI.create(broker.url()), username, password);
  }

  private static RouteJob job(String deliveryId) {
    return job(deliveryId, PAYLOAD);
  }

  private static RouteJob job(String deliveryId, String payload) {
    return new RouteJob(
        1,
        "acme",
        deliveryId,
        "tenant/acme/device/pump-1/telemetry",
        payload.getBytes(StandardCharsets.UTF_8));
  }
}

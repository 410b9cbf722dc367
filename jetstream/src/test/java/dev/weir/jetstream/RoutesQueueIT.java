package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.core.delivery.JobQueue.Backlog;
import dev.weir.core.delivery.QueuedJob;
import dev.weir.core.stream.StreamException;
import dev.weir.testkit.nats.TestNats;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The work queue of a real server. */
class RoutesQueueIT {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(5);

  private TestNats server;
  private NatsConnection connection;
  private Connection client;
  private RoutesQueue queue;

  @BeforeEach
  void start() throws Exception {
    server = TestNats.start();
    connection = NatsConnection.start(NatsConfig.parse(server.url(), null, "weir-test"));
    assertThat(connection.awaitConnected(Duration.ofSeconds(10))).isTrue();
    client = Nats.connect(server.url());
    new StreamSetup(connection, StreamPlan.DEFAULTS).apply();
    queue = new RoutesQueue(connection);
  }

  @AfterEach
  void stop() throws Exception {
    queue.close();
    connection.close();
    client.close();
    server.close();
  }

  private void publish(String id) throws Exception {
    publish("t.1", "tenant/t.1/device/d/telemetry", "7", id);
  }

  private void publish(String tenant, String topic, String route, String id) throws Exception {
    Headers headers = new Headers();
    headers.add("Weir-Topic", topic);
    headers.add("Weir-Route-Id", route);
    headers.add("Weir-Delivery-Id", id);
    client
        .jetStream()
        .publish(
            NatsMessage.builder()
                .subject("routes." + tenant.replace(".", "%2E"))
                .headers(headers)
                .data("{\"n\":\"" + id + "\"}")
                .build());
  }

  private List<String> fetch(int max, Duration wait) throws InterruptedException {
    return ids(queue.fetch(max, wait));
  }

  private static List<String> ids(List<QueuedJob> jobs) {
    return jobs.stream().map(job -> Objects.requireNonNull(job.job()).deliveryId()).toList();
  }

  @Test
  void givesWhatIsThereAndWaitsForTheFirst() throws Exception {
    for (String id : List.of("a", "b", "c")) {
      publish(id);
    }
    List<QueuedJob> jobs = queue.fetch(2, LONG);
    assertThat(ids(jobs)).containsExactly("a", "b");
    assertThat(jobs.getFirst().job())
        .satisfies(job -> {
          assertThat(job.tenantId()).isEqualTo("t.1");
          assertThat(job.routeId()).isEqualTo(7);
          assertThat(job.topic()).isEqualTo("tenant/t.1/device/d/telemetry");
          assertThat(job.payload()).asString().isEqualTo("{\"n\":\"a\"}");
        });
    assertThat(jobs.getFirst().age()).isBetween(Duration.ZERO, LONG);
    assertThat(fetch(10, LONG)).containsExactly("c");
    assertThat(fetch(10, SHORT)).isEmpty();
  }

  @Test
  void whatIsDoneIsGoneAndWhatIsPostponedComesAgain() throws Exception {
    publish("done");
    publish("later");
    publish("now");
    List<QueuedJob> jobs = queue.fetch(3, LONG);
    jobs.get(0).done();
    jobs.get(1).postpone(Duration.ofMillis(700));
    jobs.get(2).postpone(Duration.ZERO);
    long start = System.nanoTime();

    assertThat(fetch(1, LONG)).containsExactly("now");
    assertThat(fetch(1, LONG)).containsExactly("later");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(600));
    await().untilAsserted(() -> assertThat(queue.backlog().jobs()).isEqualTo(2));
  }

  @Test
  void saysHowMuchWaitsAndWhose() throws Exception {
    assertThat(queue.backlog()).isEqualTo(new Backlog(0, Duration.ZERO));
    publish("a");
    assertThat(queue.holdsOthersThan("t.1")).isFalse();
    publish("t2", "tenant/t2/device/d/telemetry", "8", "b");

    assertThat(queue.holdsOthersThan("t.1")).isTrue();
    assertThat(queue.backlog().jobs()).isEqualTo(2);
    await()
        .untilAsserted(
            () -> assertThat(queue.backlog().oldestAge()).isBetween(Duration.ofMillis(1), LONG));
  }

  @Test
  void whatIsNoJobSaysWhy() throws Exception {
    publish("t.1", "tenant/t2/device/d/telemetry", "7", "a");
    publish("t.1", "elsewhere", "7", "a");
    publish("t.1", "tenant/t.1/device/d/telemetry", "x", "a");
    publish("t.1", "tenant/t.1/device/d/telemetry", "7", "with space");
    client.jetStream().publish("routes.t2", new byte[0]);
    publish("good");

    List<QueuedJob> jobs = queue.fetch(6, LONG);
    assertThat(jobs)
        .extracting(QueuedJob::fault)
        .containsExactly(
            "its topic is another tenant's, sequence 1",
            "it has no Weir-Topic of a device, sequence 2",
            "it has no Weir-Route-Id, sequence 3",
            "it has no Weir-Delivery-Id, sequence 4",
            "it has no Weir-Topic of a device, sequence 5",
            null);
    jobs.forEach(QueuedJob::done);
    await().untilAsserted(() -> assertThat(queue.backlog().jobs()).isZero());
  }

  @Test
  void aConsumerThatIsGoneOrWrongIsMadeAgain() throws Exception {
    JetStreamManagement management = client.jetStreamManagement();
    publish("a");
    assertThat(fetch(1, LONG)).containsExactly("a");
    management.deleteConsumer("ROUTES", RouteConsumer.NAME);

    assertThatThrownBy(() -> queue.fetch(1, SHORT)).isInstanceOf(StreamException.class);
    assertThat(fetch(1, LONG)).containsExactly("a");
    assertThat(
            management
                .getConsumerInfo("ROUTES", RouteConsumer.NAME)
                .getConsumerConfiguration()
                .getMaxAckPending())
        .isEqualTo(1_000_000_000);
  }

  /** As a version before this one made it. */
  @Test
  void aConsumerWithBoundsIsRepaired() throws Exception {
    JetStreamManagement management = client.jetStreamManagement();
    management.deleteConsumer("ROUTES", RouteConsumer.NAME);
    management.createConsumer(
        "ROUTES",
        ConsumerConfiguration.builder()
            .durable(RouteConsumer.NAME)
            .ackPolicy(AckPolicy.Explicit)
            .ackWait(Duration.ofSeconds(60))
            .maxAckPending(1)
            .build());
    publish("a");
    publish("b");

    assertThat(fetch(2, LONG)).containsExactly("a", "b");
  }

  @Test
  void withoutItsStreamItSaysWhatToDoAndGoesOnOnceItIsThere() throws Exception {
    client.jetStreamManagement().deleteStream("ROUTES");
    assertThatThrownBy(() -> queue.fetch(1, SHORT)).hasMessageContaining("./weir migrate");

    new StreamSetup(connection, StreamPlan.DEFAULTS).apply();
    publish("a");
    assertThat(fetch(1, LONG)).containsExactly("a");
  }

  @Test
  void goesOnAfterTheServerWasAway() throws Exception {
    publish("a");
    publish("b");
    List<QueuedJob> before = queue.fetch(1, LONG);
    server.kill();
    assertThatThrownBy(() -> queue.fetch(1, SHORT)).isInstanceOf(StreamException.class);
    before.getFirst().done();
    server.restart();

    List<String> after = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          try {
            after.addAll(fetch(1, SHORT));
          } catch (StreamException notYet) {
            return false;
          }
          return after.contains("b");
        });
  }
}

package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.core.message.Envelope;
import dev.weir.core.publish.BatchPublisher.Fault;
import dev.weir.core.publish.BatchPublisher.Unpublished;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.stream.StreamReader;
import dev.weir.testkit.nats.TestNats;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NatsBatchPublisherIT {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Fixture nats;
  private NatsBatchPublisher publisher;

  @BeforeEach
  void start() throws Exception {
    nats = new Fixture();
    publisher = new NatsBatchPublisher(nats.connection);
  }

  @AfterEach
  void stop() {
    publisher.close();
    nats.close();
  }

  @Test
  void publishesInOrderAndLosesNone() throws Exception {
    int batches = 20;
    int size = 2_000;
    for (int batch = 0; batch < batches; batch++) {
      assertThat(publish(batch * size, size, "")).containsOnlyNulls();
    }

    assertThat(nats.state().messages()).isEqualTo((long) batches * size);
    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10_000)) {
      assertThat(Fixture.read(reader, batches * size).stream().map(Fixture::text))
          .containsExactlyElementsOf(
              IntStream.range(0, batches * size).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void carriesEveryHeaderAndAnyBody() throws Exception {
    byte[] body = {0, '\r', '\n', (byte) 0xFF};
    assertThat(
            publish(
                new OutboundMessage(Fixture.SUBJECT, "topic", "token", "user", "id", body),
                OutboundMessage.envelopeForm(Fixture.SUBJECT, null, new byte[0])))
        .containsOnlyNulls();

    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10)) {
      List<Envelope> read = Fixture.read(reader, 2);
      assertThat(read.getFirst().topic()).isEqualTo("topic");
      assertThat(read.getFirst().token()).isEqualTo("token");
      assertThat(read.getFirst().username()).isEqualTo("user");
      assertThat(read.getFirst().body()).isEqualTo(body);
      assertThat(read.getLast().topic()).isNull();
      assertThat(read.getLast().body()).isEmpty();
    }
  }

  @Test
  void whatIsPublishedAgainIsThereOnce() throws Exception {
    assertThat(publish(0, 1_000, "same-")).containsOnlyNulls();
    assertThat(publish(0, 1_500, "same-")).containsOnlyNulls();
    assertThat(nats.state().messages()).isEqualTo(1_500);
  }

  @Test
  void eachRefusalIsThatOfItsOwnMessage() throws Exception {
    nats.management.updateStream(
        StreamConfiguration.builder(
                nats.management.getStreamInfo(Fixture.STREAM).getConfiguration())
            .discardPolicy(DiscardPolicy.New)
            .maxMessagesPerSubject(1)
            .discardNewPerSubject(true)
            .build());
    assertThat(publish(message("first"))).containsOnlyNulls();
    List<OutboundMessage> messages =
        IntStream.range(0, 1_000)
            .mapToObj(i -> i % 3 == 0 ? message("id-" + i) : to("telemetry.0.free-" + i))
            .toList();

    List<@Nullable Unpublished> outcomes = publisher.publish(messages, PATIENCE);

    for (int i = 0; i < messages.size(); i++) {
      assertThat(outcomes.get(i))
          .isEqualTo(
              i % 3 == 0
                  ? new Unpublished(Fault.REFUSED, "maximum messages per subject exceeded")
                  : null);
    }
  }

  @Test
  void aSubjectOfNoStreamIsUnanswered() throws Exception {
    assertThat(publish(OutboundMessage.envelopeForm("telemetry.99.t1", null, new byte[0])))
        .containsExactly(new Unpublished(Fault.UNANSWERED, "no stream takes the message"));
  }

  @Test
  void whatCannotBePublishedHoldsUpNoOther() throws Exception {
    List<@Nullable Unpublished> outcomes =
        publish(
            message("first"),
            OutboundMessage.envelopeForm(Fixture.SUBJECT, null, new byte[1 << 20]),
            OutboundMessage.nativeForm(Fixture.SUBJECT, "a\r\nb: c", null, new byte[0]),
            message("last"));

    assertThat(outcomes.getFirst()).isNull();
    assertThat(outcomes.get(1))
        .isEqualTo(
            new Unpublished(
                Fault.UNFIT, "with its headers it has 1048588 bytes, the server takes 1048576"));
    assertThat(outcomes.get(2))
        .isEqualTo(
            new Unpublished(Fault.UNFIT, "its subject or a header is not of printable ASCII"));
    assertThat(outcomes.getLast()).isNull();
    assertThat(nats.state().messages()).isEqualTo(2);
  }

  @Test
  void failsWhileTheServerIsAwayAndGoesOnAfterwards() throws Exception {
    assertThat(publish(message("1"))).containsOnlyNulls();
    nats.server.kill();
    await().until(() -> !nats.connection.isConnected());
    assertThat(publish(message("2"), message("3"))).allMatch(NatsBatchPublisherIT::isUnanswered);
    nats.server.restart();

    await().atMost(Duration.ofSeconds(20)).until(nats.connection::isConnected);
    assertThat(publish(message("4"))).containsOnlyNulls();
  }

  @Test
  void whatAKilledServerHadAcknowledgedIsThere() throws Exception {
    List<OutboundMessage> messages =
        IntStream.range(0, 300_000).mapToObj(i -> message("id-" + i)).toList();
    FutureTask<List<@Nullable Unpublished>> publishing =
        new FutureTask<>(() -> publisher.publish(messages, Duration.ofSeconds(20)));
    Thread.ofPlatform().start(publishing);
    await().until(() -> nats.state().messages() > 1_000);
    nats.server.kill();

    List<@Nullable Unpublished> outcomes = publishing.get(2, TimeUnit.SECONDS);

    assertThat(outcomes).anyMatch(NatsBatchPublisherIT::isUnanswered);
    nats.server.restart();
    await().atMost(Duration.ofSeconds(20)).until(nats.connection::isConnected);
    assertThat(nats.state().messages())
        .isGreaterThanOrEqualTo(outcomes.stream().filter(Objects::isNull).count());
  }

  @Test
  void aConnectionOutlastsPausesAndIsLeftInTheEnd() throws Exception {
    Duration patience = Duration.ofMillis(200);
    assertThat(publisher.publish(List.of(message("1")), patience)).containsOnlyNulls();
    Set<Thread> before = threads();
    assertThat(before).hasSize(1);
    await().during(patience.multipliedBy(3)).until(() -> threads().equals(before));
    assertThat(publisher.publish(List.of(message("2")), patience)).containsOnlyNulls();
    assertThat(threads()).isEqualTo(before);

    publisher.close();
    await().until(() -> threads().isEmpty());
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("weir-publish-answers"))
        .collect(Collectors.toSet());
  }

  /** More than the buffers on the way hold, so that writing itself comes to a standstill. */
  @Test
  void aServerThatStandsStillIsLeftInTime() throws Exception {
    assertThat(publish(message("1"))).containsOnlyNulls();
    assertThatItIsLeftInTime(nats.server, publisher);

    await().until(() -> publish(message("2")).getFirst() == null);
  }

  /** Of a server with a connection of the publisher's; it goes on afterwards. */
  static void assertThatItIsLeftInTime(TestNats server, NatsBatchPublisher publisher)
      throws InterruptedException {
    byte[] body = new byte[500_000];
    List<OutboundMessage> large =
        IntStream.range(0, 200)
            .mapToObj(i -> OutboundMessage.envelopeForm(Fixture.SUBJECT, null, body))
            .toList();
    server.pause();
    try {
      long started = System.nanoTime();
      assertThat(publisher.publish(large, Duration.ofMillis(300)))
          .hasSize(200)
          .allMatch(NatsBatchPublisherIT::isUnanswered);
      publisher.close();
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
    } finally {
      server.resume();
    }
  }

  private static boolean isUnanswered(@Nullable Unpublished outcome) {
    return outcome != null && outcome.fault() == Fault.UNANSWERED;
  }

  private List<@Nullable Unpublished> publish(int first, int count, String ids)
      throws InterruptedException {
    List<OutboundMessage> messages = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      messages.add(
          OutboundMessage.envelopeForm(
              Fixture.SUBJECT, ids.isEmpty() ? null : ids + i, Fixture.bytes(Objects.toString(i))));
    }
    return publisher.publish(messages, PATIENCE);
  }

  private List<@Nullable Unpublished> publish(OutboundMessage... messages)
      throws InterruptedException {
    return publisher.publish(List.of(messages), PATIENCE);
  }

  private static OutboundMessage to(String subject) {
    return OutboundMessage.envelopeForm(subject, null, Fixture.bytes("{}"));
  }

  private static OutboundMessage message(String id) {
    return OutboundMessage.envelopeForm(Fixture.SUBJECT, id, Fixture.bytes("{}"));
  }
}

package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.core.message.Envelope;
import dev.weir.core.publish.BatchPublisher.Fault;
import dev.weir.core.publish.BatchPublisher.Unpublished;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.stream.StreamReader;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  void publishesFastInOrderAndLosesNone() throws Exception {
    int batches = 50;
    int size = 2_000;
    long started = System.nanoTime();
    for (int batch = 0; batch < batches; batch++) {
      assertThat(publish(batch * size, size, "")).containsOnlyNulls();
    }
    long nanos = System.nanoTime() - started;
    System.out.printf(
        "published and acknowledged %,d messages/s%n",
        (long) batches * size * 1_000_000_000L / nanos);

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
  void aFullStreamRefusesEachThatDoesNotFit() throws Exception {
    nats.management.updateStream(
        StreamConfiguration.builder(
                nats.management.getStreamInfo(Fixture.STREAM).getConfiguration())
            .discardPolicy(DiscardPolicy.New)
            .maxMessages(700)
            .build());

    List<@Nullable Unpublished> outcomes = publish(0, 1_000, "");

    assertThat(outcomes.subList(0, 700)).containsOnlyNulls();
    assertThat(outcomes.subList(700, 1_000))
        .containsOnly(new Unpublished(Fault.REFUSED, "maximum messages exceeded"));
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
        .isEqualTo(new Unpublished(Fault.UNFIT, "a header is not of printable ASCII"));
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

  /** More than the buffers on the way hold, so that writing itself comes to a standstill. */
  @Test
  void aServerThatStandsStillIsLeftInTime() throws Exception {
    assertThat(publish(message("1"))).containsOnlyNulls();
    nats.server.pause();
    byte[] body = new byte[500_000];
    List<OutboundMessage> large =
        IntStream.range(0, 200)
            .mapToObj(i -> OutboundMessage.envelopeForm(Fixture.SUBJECT, null, body))
            .toList();

    long started = System.nanoTime();
    assertThat(publisher.publish(large, Duration.ofMillis(300)))
        .hasSize(200)
        .allMatch(NatsBatchPublisherIT::isUnanswered);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
    nats.server.resume();

    await().until(() -> publish(message("2")).getFirst() == null);
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

  private static OutboundMessage message(String id) {
    return OutboundMessage.envelopeForm(Fixture.SUBJECT, id, Fixture.bytes("{}"));
  }
}

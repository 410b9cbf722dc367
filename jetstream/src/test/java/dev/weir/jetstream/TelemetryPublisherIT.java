package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Replay;
import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.publish.PublishException;
import dev.weir.core.stream.StreamReader;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryPublisherIT {

  private Fixture nats;
  private TelemetryPublisher publisher;

  @BeforeEach
  void start() throws Exception {
    nats = new Fixture();
    publisher = new TelemetryPublisher(nats.connection, 2_000, Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    publisher.close();
    nats.close();
  }

  @Test
  void publishesFastAndLosesNone() throws Exception {
    int count = 100_000;
    byte[] body = new byte[370];
    LongAdder acknowledged = new LongAdder();
    for (int round = 0; round < 3; round++) {
      long started = System.nanoTime();
      for (int i = 0; i < count; i++) {
        String id = round + "-" + i;
        var _ =
            publisher
                .publish(
                    OutboundMessage.nativeForm(
                        Fixture.SUBJECT, "tenant/t1/device/d1/telemetry", id, body))
                .thenRun(acknowledged::increment);
      }
      assertThat(publisher.awaitAll(Duration.ofSeconds(20))).isTrue();
      long nanos = System.nanoTime() - started;
      System.out.printf(
          "published and acknowledged %,d messages/s%n", count * 1_000_000_000L / nanos);
    }
    assertThat(acknowledged.sum()).isEqualTo(3L * count);
    assertThat(nats.state().messages()).isEqualTo(3L * count);
  }

  @Test
  void carriesEveryHeader() throws Exception {
    byte[] body = Fixture.bytes("{}");
    publisher
        .publish(new OutboundMessage(Fixture.SUBJECT, "topic", "token", "user", "id", body))
        .join();
    publisher.publish(OutboundMessage.replay(Fixture.SUBJECT, "replay", 17)).join();
    publisher.publish(OutboundMessage.envelopeForm(Fixture.SUBJECT, null, body)).join();

    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10)) {
      List<Envelope> read = Fixture.read(reader, 3);
      assertThat(read.getFirst().topic()).isEqualTo("topic");
      assertThat(read.getFirst().token()).isEqualTo("token");
      assertThat(read.getFirst().username()).isEqualTo("user");
      assertThat(read.getFirst().replay()).isNull();
      assertThat(read.get(1).replay()).isEqualTo(new Replay.Requested(17));
      assertThat(read.get(1).body()).isEmpty();
      assertThat(read.getLast().topic()).isNull();
    }
  }

  @Test
  void tellsARepeatedMessageId() throws Exception {
    assertThat(publish("once").join()).isEqualTo(new Acknowledgement(Fixture.STREAM, 1, false));
    assertThat(publish("once").join()).isEqualTo(new Acknowledgement(Fixture.STREAM, 1, true));
    assertThat(publish("twice").join()).isEqualTo(new Acknowledgement(Fixture.STREAM, 2, false));
  }

  @Test
  void aFullStreamRefuses() throws Exception {
    nats.management.updateStream(
        StreamConfiguration.builder(
                nats.management.getStreamInfo(Fixture.STREAM).getConfiguration())
            .discardPolicy(DiscardPolicy.New)
            .maxMessages(2)
            .build());
    publish("1").join();
    publish("2").join();

    assertFails(publish("3"), PublishException.Kind.REFUSED, "maximum messages exceeded");
    nats.streams.purgeBelow(Fixture.STREAM, 2);
    assertThat(publish("4").join().seq()).isEqualTo(3);
  }

  @Test
  void aSubjectOfNoStreamIsUnavailable() throws Exception {
    assertFails(
        publisher.publish(OutboundMessage.envelopeForm("telemetry.99.t1", null, new byte[0])),
        PublishException.Kind.UNAVAILABLE,
        "no stream");
  }

  @Test
  void aTooLargeMessageIsRefused() throws Exception {
    assertFails(
        publisher.publish(OutboundMessage.envelopeForm(Fixture.SUBJECT, null, new byte[2_000_000])),
        PublishException.Kind.REFUSED,
        "");
    assertThat(publish("next").join().seq()).isEqualTo(1);
  }

  @Test
  void failsWhileTheServerIsAwayAndGoesOnAfterwards() throws Exception {
    publish("1").join();
    nats.server.kill();
    await().until(() -> !nats.connection.isConnected());
    assertFails(publish("2"), PublishException.Kind.UNAVAILABLE, "");
    nats.server.restart();

    await().atMost(Duration.ofSeconds(20)).until(nats.connection::isConnected);
    assertThat(publish("3").join().seq()).isEqualTo(2);
  }

  @Test
  void closingSettlesEverything() throws Exception {
    List<CompletableFuture<Acknowledgement>> futures = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      futures.add(publish("id-" + i));
    }
    publisher.close();

    assertThat(futures).allMatch(CompletableFuture::isDone);
    assertFails(publish("late"), PublishException.Kind.UNAVAILABLE, "closed");
  }

  private CompletableFuture<Acknowledgement> publish(String id) throws InterruptedException {
    return publisher.publish(
        OutboundMessage.envelopeForm(Fixture.SUBJECT, id, Fixture.bytes("{}")));
  }

  private static void assertFails(
      CompletableFuture<Acknowledgement> future, PublishException.Kind kind, String reason) {
    assertThatThrownBy(future::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .asInstanceOf(type(PublishException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(kind))
        .satisfies(e -> assertThat(e).hasMessageContaining(reason));
  }
}

package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.core.message.Envelope;
import dev.weir.core.stream.StreamException;
import dev.weir.core.stream.StreamReader;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PullReaderIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private Fixture nats;

  @BeforeEach
  void start() throws Exception {
    nats = new Fixture();
  }

  @AfterEach
  void stop() throws Exception {
    nats.close();
  }

  @Test
  void readsAllInOrderFast() throws Exception {
    int count = 200_000;
    nats.publish(1, count);

    for (int round = 0; round < 3; round++) {
      long started = System.nanoTime();
      try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10_000)) {
        List<Envelope> envelopes = Fixture.read(reader, count);
        long nanos = System.nanoTime() - started;

        assertThat(envelopes).hasSize(count);
        for (int i = 0; i < count; i++) {
          assertThat(envelopes.get(i).seq()).isEqualTo(i + 1);
        }
        assertThat(Fixture.text(envelopes.getLast())).isEqualTo(Integer.toString(count));
        assertThat(reader.backlog()).isZero();
        System.out.printf("read %,d messages/s%n", count * 1_000_000_000L / nanos);
      }
    }
  }

  @Test
  void gathersUntilSoManyAreThere() throws Exception {
    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10);
        ExecutorService lane = Executors.newSingleThreadExecutor()) {
      Future<?> gathered =
          lane.submit(() -> {
            reader.gather(3, SOON.toNanos());
            return null;
          });
      nats.publish(1, 2);
      assertThat(gathered).isNotDone();

      nats.publish(3, 1);

      gathered.get(SOON.toMillis() / 2, TimeUnit.MILLISECONDS);
      List<Envelope> envelopes = new ArrayList<>();
      assertThat(reader.read(envelopes, 10, SOON)).isEqualTo(3);
      reader.gather(1, 1); // nothing comes, and it returns
    }
  }

  @Test
  void carriesHeadersTimeAndTenant() throws Exception {
    Headers headers =
        new Headers()
            .add("Weir-Topic", "tenant/t1/device/d1/telemetry")
            .add("Weir-Provision-Token", "tok")
            .add("Weir-Username", "t1/d1")
            .add("Weir-Original-Size", "12345");
    nats.publish(headers, "{}");
    nats.publish(1, 1);

    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10)) {
      List<Envelope> envelopes = Fixture.read(reader, 2);

      Envelope first = envelopes.getFirst();
      assertThat(first.topic()).isEqualTo("tenant/t1/device/d1/telemetry");
      assertThat(first.token()).isEqualTo("tok");
      assertThat(first.username()).isEqualTo("t1/d1");
      assertThat(first.originalSize()).isEqualTo(12_345);
      assertThat(first.subjectTenant()).isEqualTo("t1");
      assertThat(first.arrivalNanos())
          .isEqualTo(nats.streams.arrivalNanos(Fixture.STREAM, 1).orElseThrow());
      Envelope second = envelopes.getLast();
      assertThat(second.topic()).isNull();
      assertThat(second.token()).isNull();
      assertThat(second.username()).isNull();
      assertThat(second.originalSize()).isEqualTo(-1);
    }
  }

  @Test
  void headersThatAreNoneStopNobody() throws Exception {
    publishRaw("NATS/1.0\r\nWeir-Username: é\r\n\r\n");
    publishRaw("X");
    publishRaw("NATS/1.0 404 No Messages\r\n\r\n");
    publishRaw("NATS/1.0 xyz\r\nno colon\r\n\r\n");
    await().until(() -> nats.state().lastSeq() == 4);
    nats.publish(1, 1);

    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10)) {
      assertThat(Fixture.read(reader, 5))
          .extracting(Fixture::text)
          .containsExactly("{}", "{}", "{}", "{}", "1");
    }
    assertThat(nats.streams.arrivalNanos(Fixture.STREAM, 1)).isPresent();
    assertThat(nats.streams.arrivalNanos(Fixture.STREAM, 2)).isPresent();
  }

  @Test
  void takesWhatIsThereAndWaitsForNoMore() throws Exception {
    List<Envelope> envelopes = new ArrayList<>();
    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 100)) {
      assertThat(reader.read(envelopes, 10, Duration.ofMillis(50))).isZero();
      nats.publish(1, 1);
      assertThat(reader.read(envelopes, 10, SOON)).isEqualTo(1);
      nats.publish(2, 1);
      assertThat(reader.read(envelopes, 10, SOON)).isEqualTo(1);
    }
    assertThat(envelopes).extracting(Fixture::text).containsExactly("1", "2");
  }

  @Test
  void holdsNoMoreThanItsWindow() throws Exception {
    nats.publish(1, 5_000);
    try (PullReader reader = (PullReader) nats.streams.open(Fixture.STREAM, 1, 100)) {
      List<Envelope> envelopes = new ArrayList<>();
      while (envelopes.size() < 5_000) {
        await().until(() -> reader.held() > 0);
        assertThat(reader.held()).isLessThanOrEqualTo(100);
        reader.read(envelopes, 30, SOON);
      }
      assertThat(envelopes).extracting(Envelope::seq).isSorted();
    }
  }

  @Test
  void holdsNoMoreBytesThanItsShare() throws Exception {
    String large = "x".repeat(500_000);
    for (int i = 0; i < 100; i++) {
      nats.jetStream.publish(Fixture.SUBJECT, Fixture.bytes(large));
    }
    try (PullReader reader = (PullReader) nats.streams.open(Fixture.STREAM, 1, 10_000)) {
      await().until(() -> reader.held() >= 16);
      assertThat(Fixture.read(reader, 1)).hasSize(1);
      assertThat(reader.held()).isLessThanOrEqualTo(34);
      assertThat(Fixture.read(reader, 99)).hasSize(99);
    }
  }

  @Test
  void passesGapsThrough() throws Exception {
    nats.publish(1, 10);
    nats.management.deleteMessage(Fixture.STREAM, 4);
    nats.management.deleteMessage(Fixture.STREAM, 5);
    nats.management.deleteMessage(Fixture.STREAM, 2);

    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 2, 10)) {
      assertThat(Fixture.read(reader, 6))
          .extracting(Envelope::seq)
          .containsExactly(3L, 6L, 7L, 8L, 9L, 10L);
    }
  }

  @Test
  void startsAtTheEnd() throws Exception {
    nats.publish(1, 3);
    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 4, 10)) {
      nats.publish(4, 1);
      assertThat(Fixture.read(reader, 1)).extracting(Envelope::seq).containsExactly(4L);
    }
  }

  @Test
  void refusesToStartBeyondTheEnd() throws Exception {
    nats.publish(1, 3);

    assertThatThrownBy(() -> nats.streams.open(Fixture.STREAM, 5, 10))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("beyond its end 3");
    assertThatThrownBy(() -> nats.streams.open("TELEMETRY-9", 1, 10))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("no stream TELEMETRY-9");
  }

  @Test
  void endsWhenItsConsumerIsDeleted() throws Exception {
    nats.publish(1, 1);
    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10)) {
      Fixture.read(reader, 1);
      for (String name : nats.management.getConsumerNames(Fixture.STREAM)) {
        nats.management.deleteConsumer(Fixture.STREAM, name);
      }
      nats.publish(2, 1);

      assertEnds(reader, "Consumer Deleted");
    }
  }

  @Test
  void endsWhenItsConsumerIsGoneBetweenTwoRequests() throws Exception {
    nats.publish(1, 2);
    try (PullReader reader = (PullReader) nats.streams.open(Fixture.STREAM, 1, 2)) {
      await().until(() -> reader.held() == 2);
      for (String name : nats.management.getConsumerNames(Fixture.STREAM)) {
        nats.management.deleteConsumer(Fixture.STREAM, name);
      }
      Fixture.read(reader, 2);

      assertEnds(reader, "consumer is gone");
    }
  }

  @Test
  void endsWhenTheStreamIsMadeAgain() throws Exception {
    nats.publish(1, 3);
    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10)) {
      Fixture.read(reader, 3);
      nats.management.deleteStream(Fixture.STREAM);
      nats.createStream();
      nats.publish(1, 10);

      assertEnds(reader, "");
    }
  }

  @Test
  void endsWhenTheServerRestarts() throws Exception {
    nats.publish(1, 3);
    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10)) {
      Fixture.read(reader, 3);
      nats.server.restart();

      assertEnds(reader, "");
    }
    await().atMost(SOON).until(nats.connection::isConnected);
    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 3, 10)) {
      assertThat(Fixture.read(reader, 1)).extracting(Fixture::text).containsExactly("3");
    }
  }

  @Test
  void outlivesManyHeartbeatsAndRequests() throws Exception {
    try (StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10)) {
      assertThat(reader.read(new ArrayList<>(), 1, Duration.ofSeconds(9))).isZero();
      nats.publish(1, 1);
      assertThat(Fixture.read(reader, 1)).hasSize(1);
    }
  }

  @Test
  void leavesNoConsumerBehind() throws Exception {
    nats.streams.open(Fixture.STREAM, 1, 10).close();

    await().until(() -> nats.management.getConsumerNames(Fixture.STREAM).isEmpty());
  }

  @Test
  void aClosedReaderSaysSo() throws Exception {
    StreamReader reader = nats.streams.open(Fixture.STREAM, 1, 10);
    reader.close();

    assertThatThrownBy(() -> reader.read(new ArrayList<>(), 1, SOON))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("closed");
  }

  /** Reads until the end comes, and makes sure that it is one. */
  private static void assertEnds(StreamReader reader, String reason) {
    ThrowingCallable readOn = () -> reader.read(new ArrayList<>(), 100, SOON);
    assertThatThrownBy(readOn)
        .isInstanceOf(StreamException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining(Fixture.STREAM);
    assertThatThrownBy(readOn).isInstanceOf(StreamException.class);
  }

  /** Publishes header bytes that a well-behaved client would refuse to send. */
  private void publishRaw(String headers) throws IOException {
    URI uri = URI.create(nats.server.url());
    byte[] block = headers.getBytes(StandardCharsets.UTF_8);
    String publish = "HPUB %s %d %d\r\n".formatted(Fixture.SUBJECT, block.length, block.length + 2);
    long before = nats.state().lastSeq();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("CONNECT {\"headers\":true}\r\n" + publish + headers + "{}\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      await().until(() -> nats.state().lastSeq() == before + 1);
    }
  }
}

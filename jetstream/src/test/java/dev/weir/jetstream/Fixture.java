package dev.weir.jetstream;

import dev.weir.core.message.Envelope;
import dev.weir.core.stream.StreamReader;
import dev.weir.core.stream.StreamState;
import dev.weir.testkit.nats.TestNats;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A server with one telemetry stream, a plain client of it, and the adapters under test. */
final class Fixture implements AutoCloseable {

  static final String STREAM = "TELEMETRY-0";
  static final String SUBJECT = "telemetry.0.t1";

  final TestNats server = TestNats.start();
  final NatsConnection connection =
      NatsConnection.start(NatsConfig.parse(server.url(), null, "weir-test"));
  final NatsStreams streams = new NatsStreams(connection);
  final Connection client;
  final JetStreamManagement management;
  final JetStream jetStream;

  Fixture() throws Exception {
    client =
        Nats.connect(
            Options.builder().server(server.url()).maxMessagesInOutgoingQueue(100_000).build());
    management = client.jetStreamManagement();
    jetStream = client.jetStream();
    if (!connection.awaitConnected(Duration.ofSeconds(10))) {
      throw new IllegalStateException(connection.reason());
    }
    createStream();
  }

  void createStream() throws Exception {
    management.addStream(
        StreamConfiguration.builder()
            .name(STREAM)
            .subjects("telemetry.0.*")
            .storageType(StorageType.File)
            .build());
  }

  /** Publishes bodies of the form {@code n}, numbered on from {@code first}. */
  void publish(int first, int count) throws Exception {
    List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      acks.add(jetStream.publishAsync(SUBJECT, bytes(Integer.toString(first + i))));
      if (acks.size() == 2_000) {
        await(acks);
      }
    }
    await(acks);
  }

  void publish(Headers headers, String body) throws Exception {
    jetStream.publish(SUBJECT, headers, bytes(body));
  }

  StreamState state() {
    return Objects.requireNonNull(streams.state(STREAM));
  }

  /** Reads until so many have come, or 10 s have passed without any. */
  static List<Envelope> read(StreamReader reader, int count) throws InterruptedException {
    List<Envelope> envelopes = new ArrayList<>();
    while (envelopes.size() < count
        && reader.read(envelopes, count - envelopes.size(), Duration.ofSeconds(10)) > 0) {
      // read on
    }
    return envelopes;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(Envelope envelope) {
    return new String(envelope.body(), StandardCharsets.UTF_8);
  }

  private static void await(List<CompletableFuture<PublishAck>> acks) {
    CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).join();
    acks.clear();
  }

  @Override
  public void close() {
    connection.close();
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
  }
}

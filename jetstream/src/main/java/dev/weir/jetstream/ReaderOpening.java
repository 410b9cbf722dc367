package dev.weir.jetstream;

import dev.weir.core.stream.StreamException;
import io.nats.client.Connection;
import io.nats.client.NUID;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;

/** How a reader comes about: a connection, a consumer, and a look at where it really starts. */
final class ReaderOpening {

  /** An abandoned consumer is forgotten after this time. */
  private static final Duration INACTIVE = Duration.ofSeconds(30);

  private static final long PULL_BYTES = 8L << 20;
  private static final long PROTOCOL_BYTES = 64L << 10;

  private ReaderOpening() {}

  static PullReader open(StreamApi api, String stream, long startSeq, int window) {
    if (startSeq < 1 || window < 1) {
      throw new IllegalArgumentException("startSeq " + startSeq + ", window " + window);
    }
    Connection connection = api.connection();
    Wire wire = Wire.beside(connection);
    try {
      String inbox = connection.createInbox();
      wire.subscribe(inbox);
      checkStart(api, stream, startSeq);
      ConsumerInfo consumer = createConsumer(api, stream, startSeq);
      long pullBytes = Math.max(PULL_BYTES, wire.info().getMaxPayload() + PROTOCOL_BYTES);
      PullReader reader =
          new PullReader(
              stream,
              wire,
              inbox,
              new ConsumerSubjects(stream, consumer.getName()),
              startSeq,
              new PullWindow(window, pullBytes),
              consumer.getNumPending());
      reader.start();
      return reader;
    } catch (IOException e) {
      wire.close();
      throw new StreamException("reading " + stream + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  private static void checkStart(StreamApi api, String stream, long startSeq) {
    StreamInfo info = api.info(stream);
    if (info == null) {
      throw new StreamException("there is no stream " + stream);
    }
    throwIfBeyond(stream, startSeq, info.getStreamState().getLastSequence() + 1);
  }

  private static void throwIfBeyond(String stream, long startSeq, long next) {
    if (startSeq > next) {
      throw new StreamException(
          "reading " + stream + ": sequence " + startSeq + " lies beyond its end " + (next - 1));
    }
  }

  /**
   * Makes a consumer, and checks where it starts: the server moves a start beyond the stream's end
   * back to the end, and tells only by this number. The stream may be another one than a moment
   * ago.
   */
  private static ConsumerInfo createConsumer(StreamApi api, String stream, long startSeq) {
    ConsumerConfiguration configuration =
        ConsumerConfiguration.builder()
            .name("weir-" + NUID.nextGlobal())
            .deliverPolicy(DeliverPolicy.ByStartSequence)
            .startSequence(startSeq)
            .ackPolicy(AckPolicy.None)
            .memStorage(true)
            .numReplicas(1)
            .inactiveThreshold(INACTIVE)
            .build();
    ConsumerInfo consumer =
        api.ask(
            "reading " + stream, management -> management.createConsumer(stream, configuration));
    throwIfBeyond(stream, startSeq, consumer.getDelivered().getStreamSequence() + 1);
    return consumer;
  }
}

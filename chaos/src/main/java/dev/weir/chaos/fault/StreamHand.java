package dev.weir.chaos.fault;

import dev.weir.testkit.nats.TestNats;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An operator's hand in the telemetry streams. */
final class StreamHand {

  private static final String STREAMS = "TELEMETRY";

  /** More than a server needs to keep a stream at all, and less than any load. */
  private static final long FULL_BYTES = 4_096;

  private static final int HTTP_NOT_FOUND = 404;

  @FunctionalInterface
  private interface Work {
    void on(JetStreamManagement management, StreamInfo stream)
        throws IOException, JetStreamApiException;
  }

  private final TestNats nats;
  private final Map<String, StreamConfiguration> bounds = new HashMap<>();

  StreamHand(TestNats nats) {
    this.nats = nats;
  }

  /** Makes each stream smaller than what is in it, so that it takes nothing more. */
  void shrink() throws Exception {
    onEach((management, stream) -> {
      bounds.put(stream.getConfiguration().getName(), stream.getConfiguration());
      management.updateStream(
          StreamConfiguration.builder(stream.getConfiguration()).maxBytes(FULL_BYTES).build());
    });
  }

  void widen() throws Exception {
    onEach((management, stream) -> {
      StreamConfiguration before = bounds.get(stream.getConfiguration().getName());
      if (before != null) {
        management.updateStream(before);
      }
    });
  }

  /** Deletes the consumers of all streams, at least one. */
  void deleteConsumers() throws Exception {
    AtomicInteger deleted = new AtomicInteger();
    Wait.until(
        "a consumer to delete",
        () -> {
          deleteConsumers(deleted);
          return deleted.get() > 0;
        });
  }

  private void deleteConsumers(AtomicInteger deleted) throws Exception {
    onEach((management, stream) -> {
      String name = stream.getConfiguration().getName();
      for (String consumer : management.getConsumerNames(name)) {
        try {
          management.deleteConsumer(name, consumer);
          deleted.incrementAndGet();
        } catch (JetStreamApiException e) {
          // Its reader was faster.
          if (e.getErrorCode() != HTTP_NOT_FOUND) {
            throw e;
          }
        }
      }
    });
  }

  /**
   * Removes all messages of each stream, read or not.
   *
   * @return the last sequence that was removed, of each stream
   */
  Map<String, Long> purge() throws Exception {
    Map<String, Long> last = new HashMap<>();
    onEach((management, stream) -> {
      String name = stream.getConfiguration().getName();
      management.purgeStream(name);
      last.put(name, management.getStreamInfo(name).getStreamState().getFirstSequence() - 1);
    });
    return last;
  }

  /** Deletes each stream. */
  void delete() throws Exception {
    onEach((management, stream) -> management.deleteStream(stream.getConfiguration().getName()));
  }

  @SuppressWarnings("try") // an interrupt while it closes ends the run, which is meant
  private void onEach(Work work) throws Exception {
    try (Connection connection = Nats.connect(nats.url())) {
      JetStreamManagement management = connection.jetStreamManagement();
      List<String> names =
          management.getStreamNames().stream().filter(name -> name.startsWith(STREAMS)).toList();
      for (String name : names) {
        work.on(management, management.getStreamInfo(name));
      }
    }
  }
}

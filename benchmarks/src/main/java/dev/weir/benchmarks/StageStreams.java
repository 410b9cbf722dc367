package dev.weir.benchmarks;

import dev.weir.core.message.Subjects;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import java.io.IOException;
import java.util.List;

/** Weir's streams in a NATS that has none but a stage's own. */
final class StageStreams {

  private StageStreams() {}

  /**
   * Makes sure that there is none yet.
   *
   * @throws IllegalStateException somebody's are there: they are neither filled nor deleted
   */
  static void requireNone(String natsUrl) {
    List<String> there = on(natsUrl, StageStreams::names);
    if (!there.isEmpty()) {
      throw new IllegalStateException(
          "this NATS has streams of another Weir, or of a run that was killed, which would be"
              + " measured as well: "
              + String.join(", ", there));
    }
  }

  /** Deletes those that the stage made: there were none before. */
  static void delete(String natsUrl) {
    List<String> _ =
        on(
            natsUrl,
            management -> {
              List<String> names = names(management);
              for (String name : names) {
                management.deleteStream(name);
              }
              return names;
            });
  }

  private static List<String> names(JetStreamManagement management)
      throws IOException, JetStreamApiException {
    return management.getStreamNames().stream()
        .filter(name -> Subjects.isTelemetryStream(name) || name.equals(Subjects.ROUTES_STREAM))
        .toList();
  }

  /** Work on the server's streams. */
  private interface Work<T> {
    T on(JetStreamManagement management) throws IOException, JetStreamApiException;
  }

  private static <T> T on(String natsUrl, Work<T> work) {
    try {
      Connection connection = Nats.connect(natsUrl);
      try {
        return work.on(connection.jetStreamManagement());
      } finally {
        connection.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException("streams: " + e.getMessage(), e);
    }
  }
}

package dev.weir.chaos.devices;

import dev.weir.core.message.Subjects;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.nats.TestNats;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import java.io.IOException;
import java.util.List;

/** What streams hold and no lane has committed. */
final class Backlog {

  private final TestDatabase database;
  private final TestNats nats;

  Backlog(TestDatabase database, TestNats nats) {
    this.database = database;
    this.nats = nats;
  }

  /** Whether every lane has come to the end of its stream. */
  boolean isEmpty() throws IOException, JetStreamApiException, InterruptedException {
    Connection connection = Nats.connect(nats.url());
    try {
      List<String> lanes = database.rows("select stream, last_seq from ingest_lanes");
      for (String stream : connection.jetStreamManagement().getStreamNames()) {
        long last =
            connection
                .jetStreamManagement()
                .getStreamInfo(stream)
                .getStreamState()
                .getLastSequence();
        if (Subjects.isTelemetryStream(stream)
            && last > 0
            && !lanes.contains(stream + '|' + last)) {
          return false;
        }
      }
      return true;
    } finally {
      connection.close();
    }
  }
}

package dev.weir.jetstream;

import dev.weir.core.message.Subjects;
import dev.weir.core.stream.StreamException;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** The durable consumer by which all processes that deliver share the jobs. */
final class RouteConsumer {

  static final String NAME = "route-delivery";

  /** A job that nobody speaks of for so long is somebody else's. */
  static final Duration ACK_WAIT = Duration.ofSeconds(30);

  /** More than any stream holds. jnats leaves -1 out, and the server puts 1,000 in its place. */
  private static final long UNBOUNDED = 1_000_000_000;

  private static final int CONSUMER_NOT_FOUND = 10_014;

  private RouteConsumer() {}

  /**
   * Makes it where it is missing, and repairs what differs.
   *
   * @throws StreamException the broker cannot be asked, or there is no stream
   */
  static void ensure(StreamApi api) {
    StreamInfo stream = api.info(Subjects.ROUTES_STREAM);
    if (stream == null) {
      throw new StreamException("no stream " + Subjects.ROUTES_STREAM + ": run ./weir migrate");
    }
    api.ask("making consumer " + NAME, RouteConsumer::ensure);
  }

  private static ConsumerConfiguration ensure(JetStreamManagement management)
      throws IOException, JetStreamApiException {
    try {
      ConsumerConfiguration is =
          management.getConsumerInfo(Subjects.ROUTES_STREAM, NAME).getConsumerConfiguration();
      if (isAsPlanned(is)) {
        return is;
      }
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != CONSUMER_NOT_FOUND) {
        throw e;
      }
    }
    return management
        .addOrUpdateConsumer(Subjects.ROUTES_STREAM, plan())
        .getConsumerConfiguration();
  }

  /**
   * Without a bound on jobs that are in hand or postponed, else those of one tenant kept all others
   * out; and without a bound on how often one comes: what becomes of it is decided elsewhere.
   */
  private static ConsumerConfiguration plan() {
    return ConsumerConfiguration.builder()
        .durable(NAME)
        .ackPolicy(AckPolicy.Explicit)
        .ackWait(ACK_WAIT)
        .maxAckPending(UNBOUNDED)
        .maxDeliver(-1)
        .build();
  }

  private static boolean isAsPlanned(ConsumerConfiguration is) {
    return Objects.equals(is.getAckWait(), ACK_WAIT)
        && is.getMaxAckPending() == UNBOUNDED
        && is.getMaxDeliver() <= 0;
  }
}

package dev.weir.jetstream;

import dev.weir.core.message.Subjects;
import dev.weir.core.stream.StreamException;
import dev.weir.core.stream.StreamReader;
import dev.weir.core.stream.StreamState;
import dev.weir.core.stream.TelemetryStreams;
import io.nats.client.JetStreamManagement;
import io.nats.client.PurgeOptions;
import io.nats.client.api.StreamInfo;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The telemetry streams of a JetStream server or cluster. Safe for use by many threads. */
public final class NatsStreams implements TelemetryStreams {

  private final StreamApi api;

  public NatsStreams(NatsConnection connection) {
    this.api = new StreamApi(connection);
  }

  @Override
  public List<String> names() {
    return api.ask("names of streams", JetStreamManagement::getStreamNames).stream()
        .filter(Subjects::isTelemetryStream)
        .sorted()
        .toList();
  }

  @Override
  public @Nullable StreamState state(String stream) {
    StreamInfo info = api.info(stream);
    if (info == null) {
      return null;
    }
    io.nats.client.api.StreamState state = info.getStreamState();
    long last = state.getLastSequence();
    return new StreamState(
        stream,
        StreamApi.nanos(info.getCreateTime()),
        state.getMsgCount() == 0 ? last + 1 : state.getFirstSequence(),
        last,
        state.getMsgCount(),
        state.getByteCount(),
        info.getConfiguration().getMaxBytes(),
        info.getConfiguration().getMaxMsgsPerSubject());
  }

  @Override
  public OptionalLong arrivalNanos(String stream, long seq) {
    StreamApi.Stored message = api.at(stream, seq);
    return message == null ? OptionalLong.empty() : OptionalLong.of(message.timeNanos());
  }

  /**
   * Searches by halves, by what the stream says of single messages: a consumer's start time would
   * be one request, but where messages were deleted, servers have answered it wrongly.
   */
  @Override
  public OptionalLong firstSeqAfter(String stream, long timeNanos) {
    StreamState state = existing(stream);
    long low = state.firstSeq();
    long high = state.lastSeq() + 1;
    OptionalLong found = OptionalLong.empty();
    while (low < high) {
      long middle = low + (high - low) / 2;
      StreamApi.Stored message = api.firstAtOrAfter(stream, middle);
      if (message == null) {
        high = middle;
      } else if (message.timeNanos() > timeNanos) {
        found = OptionalLong.of(message.seq());
        high = middle;
      } else {
        low = message.seq() + 1;
      }
    }
    return found;
  }

  @Override
  public StreamReader open(String stream, long startSeq, int window) {
    return ReaderOpening.open(api, stream, startSeq, window);
  }

  @Override
  public void purgeBelow(String stream, long seq) {
    long last = existing(stream).lastSeq();
    if (seq > last) {
      // The server would take it for an order to delete all there is.
      throw new StreamException(
          "purge of " + stream + " below " + seq + " refused: the stream ends at " + last);
    }
    if (seq > 1) {
      PurgeOptions options = PurgeOptions.builder().sequence(seq).build();
      api.ask("purge of " + stream, management -> management.purgeStream(stream, options));
    }
  }

  private StreamState existing(String stream) {
    StreamState state = state(stream);
    if (state == null) {
      throw new StreamException("there is no stream " + stream);
    }
    return state;
  }
}

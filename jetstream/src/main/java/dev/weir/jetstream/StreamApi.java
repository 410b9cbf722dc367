package dev.weir.jetstream;

import dev.weir.core.stream.StreamException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.StreamInfo;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/** JetStream's API, with each way to fail turned into a {@link StreamException}. */
final class StreamApi {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int STREAM_NOT_FOUND = 10_059;
  private static final int MESSAGE_NOT_FOUND = 10_037;

  /** A message's place in its stream. */
  record Stored(long seq, long timeNanos) {}

  /** A request to the API. */
  interface Call<T extends @Nullable Object> {
    T make(JetStreamManagement management) throws IOException, JetStreamApiException;
  }

  private final NatsConnection connection;

  StreamApi(NatsConnection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection.require();
  }

  /**
   * Makes a request.
   *
   * @param what is asked for, for the error
   */
  <T extends @Nullable Object> T ask(String what, Call<T> call) {
    try {
      return call.make(connection.require().jetStreamManagement());
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      throw new StreamException(what + ": " + e.getMessage(), e);
    }
  }

  /** Null where there is no such stream. */
  @Nullable StreamInfo info(String stream) {
    return ask(
        "state of stream " + stream,
        management -> {
          try {
            return management.getStreamInfo(stream);
          } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == STREAM_NOT_FOUND) {
              return null;
            }
            throw e;
          }
        });
  }

  /**
   * The first message at or after a sequence; null where there is none.
   *
   * <p>It is asked of the stream's leader. A direct get may be answered by a replica that lags,
   * which would look like a history that has changed. And jnats decodes the message's headers on
   * the connection's only reading thread, which some headers that a stream may hold would end.
   */
  @Nullable Stored firstAtOrAfter(String stream, long seq) {
    return get(stream, "{\"seq\":" + seq + ",\"next_by_subj\":\">\"}");
  }

  /** The message of a sequence; null where it is gone. */
  @Nullable Stored at(String stream, long seq) {
    return get(stream, "{\"seq\":" + seq + '}');
  }

  private @Nullable Stored get(String stream, String request) {
    JsonValue reply = request("$JS.API.STREAM.MSG.GET." + stream, request);
    JsonValue error = JsonValueUtils.readValue(reply, "error");
    if (error != null) {
      if (JsonValueUtils.readInteger(error, "err_code", 0) == MESSAGE_NOT_FOUND) {
        return null;
      }
      throw new StreamException(
          "a message of stream " + stream + ": " + JsonValueUtils.readString(error, "description"));
    }
    JsonValue message = JsonValueUtils.readObject(reply, "message");
    Instant time = Instant.parse(JsonValueUtils.readString(message, "time"));
    return new Stored(JsonValueUtils.readLong(message, "seq", 0), nanos(time));
  }

  private JsonValue request(String subject, String request) {
    try {
      Message reply =
          connection.require().request(subject, request.getBytes(StandardCharsets.UTF_8), TIMEOUT);
      if (reply == null) {
        throw new StreamException("no answer from JetStream on " + subject);
      }
      return JsonParser.parse(reply.getData());
    } catch (JsonParseException | IllegalStateException e) {
      throw new StreamException("no answer from JetStream on " + subject, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException("interrupted while asking JetStream", e);
    }
  }

  /** Nanoseconds since 1970. */
  static long nanos(java.time.temporal.TemporalAccessor time) {
    return time.getLong(ChronoField.INSTANT_SECONDS) * 1_000_000_000L
        + time.getLong(ChronoField.NANO_OF_SECOND);
  }
}

package dev.weir.jetstream;

import dev.weir.core.delivery.JobQueue;
import dev.weir.core.delivery.QueuedJob;
import dev.weir.core.message.Subjects;
import dev.weir.core.stream.StreamException;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stream {@code ROUTES} as a queue. One thread fetches; what is in hand may be spoken of by
 * any.
 *
 * <p>It reads over a connection of its own, so that a message whose headers are no headers cannot
 * end the shared one. Whatever disturbs the reading ends that connection; the next fetch makes
 * another, and the consumer where it is gone.
 */
public final class RoutesQueue implements JobQueue, AutoCloseable {

  /** For the answer of a server that lives, beyond the time that it was told to wait. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** What comes at once, at most; what does not fit comes with the next request. */
  private static final long REQUEST_BYTES = 8L << 20;

  private static final long PROTOCOL_BYTES = 64L << 10;

  private final NatsConnection connection;
  private final StreamApi api;
  private final BrokerClock clock = new BrokerClock();
  private final JobDecoder decoder;
  private final ConsumerSubjects consumer =
      new ConsumerSubjects(Subjects.ROUTES_STREAM, RouteConsumer.NAME);
  private @Nullable Wire wire;
  private String inbox = "";
  private long requests;

  public RoutesQueue(NatsConnection connection) {
    this.connection = connection;
    api = new StreamApi(connection);
    decoder = new JobDecoder(clock, this::say);
  }

  /** How long a job stays in hand of whoever is silent about it. */
  public static Duration patience() {
    return RouteConsumer.ACK_WAIT;
  }

  @Override
  public List<QueuedJob> fetch(int max, Duration wait) throws InterruptedException {
    List<QueuedJob> jobs = new ArrayList<>();
    try {
      Wire current = open();
      current.setReadTimeout((int) wait.plus(SLACK).toMillis());
      String reply = inbox + '.' + ++requests;
      current.publish(consumer.next(), reply, request(max, wait));
      read(current, reply, jobs, max);
      return jobs;
    } catch (IOException e) {
      return ended(jobs, new StreamException("fetching jobs: " + reason(e), e));
    } catch (StreamException e) {
      return ended(jobs, e);
    }
  }

  @Override
  public Backlog backlog() {
    StreamInfo info = api.info(Subjects.ROUTES_STREAM);
    if (info == null) {
      throw new StreamException("there is no stream " + Subjects.ROUTES_STREAM);
    }
    told(info);
    StreamState state = info.getStreamState();
    ZonedDateTime first = state.getMsgCount() == 0 ? null : state.getFirstTime();
    Duration oldest = first == null ? Duration.ZERO : clock.since(StreamApi.nanos(first));
    return new Backlog(state.getMsgCount(), oldest);
  }

  @Override
  public boolean holdsOthersThan(String tenantId) {
    StreamInfo info =
        api.ask(
            "subjects of stream " + Subjects.ROUTES_STREAM,
            management ->
                management.getStreamInfo(Subjects.ROUTES_STREAM, StreamInfoOptions.allSubjects()));
    String own = JobDecoder.PREFIX + Subjects.encodeTenant(tenantId);
    return info.getStreamState().getSubjects().stream()
        .anyMatch(subject -> !subject.getName().equals(own));
  }

  /** Ends the reading; what is in hand may still be spoken of. */
  @Override
  public void close() {
    Wire current = wire;
    wire = null;
    if (current != null) {
      current.close();
    }
  }

  private Wire open() throws IOException {
    Wire current = wire;
    if (current != null) {
      return current;
    }
    RouteConsumer.ensure(api);
    StreamInfo info = api.info(Subjects.ROUTES_STREAM);
    if (info != null) {
      told(info);
    }
    Wire made = Wire.beside(api.connection());
    wire = made;
    inbox = api.connection().createInbox();
    made.subscribe(inbox + ".*");
    return made;
  }

  private void told(StreamInfo info) {
    if (info.getTimestamp() != null) {
      clock.told(info.getTimestamp().toInstant());
    }
  }

  private String request(int max, Duration wait) {
    long bytes = Math.max(REQUEST_BYTES, connection.maxPayload() + PROTOCOL_BYTES);
    return "{\"batch\":%d,\"no_wait\":true,\"expires\":%d,\"max_bytes\":%d}"
        .formatted(max, wait.toNanos(), bytes);
  }

  /** Reads until the request is over: it brought all it may, or the server said so. */
  private void read(Wire current, String reply, List<QueuedJob> jobs, int max) throws IOException {
    FrameReader frames = current.frames();
    while (jobs.size() < max) {
      while (!frames.next()) {
        frames.fill();
      }
      switch (frames.kind()) {
        case MESSAGE -> {
          if (AckSubject.isOne(frames.buffer(), frames.replyFrom(), frames.replyTo())) {
            jobs.add(decoder.decode(frames));
          } else if (isOver(frames, reply)) {
            return;
          }
        }
        case PING -> current.pong();
        case ERROR -> throw new StreamException("the server says " + frames.text());
        case INFO, PONG, OK -> {}
      }
    }
  }

  /** The server may say of a request that brought all it may that it is over, too: later on. */
  private static boolean isOver(FrameReader frame, String reply) {
    String of =
        new String(
            frame.buffer(),
            frame.subjectFrom(),
            frame.subjectTo() - frame.subjectFrom(),
            StandardCharsets.US_ASCII);
    if (!of.equals(reply)) {
      return false;
    }
    return switch (PullStatus.parse(frame.buffer(), frame.headerFrom(), frame.bodyFrom())) {
      case PullStatus.Heartbeat _ -> false;
      case PullStatus.Ended _ -> true;
      case PullStatus.Fatal fatal -> throw new StreamException(fatal.reason());
    };
  }

  /** What came before the end is in hand all the same. */
  private List<QueuedJob> ended(List<QueuedJob> jobs, StreamException e) {
    close();
    if (jobs.isEmpty()) {
      throw e;
    }
    return jobs;
  }

  /** What is not heard is as if it was not said: the job comes again. */
  private void say(String reply, byte[] word) {
    try {
      connection.require().publish(reply, word);
    } catch (StreamException | IllegalStateException lost) {
      // Its time runs out.
    }
  }

  private static String reason(IOException e) {
    return e instanceof SocketTimeoutException ? "no answer" : String.valueOf(e.getMessage());
  }
}

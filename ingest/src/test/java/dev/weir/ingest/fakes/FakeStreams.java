package dev.weir.ingest.fakes;

import dev.weir.core.message.Envelope;
import dev.weir.core.stream.StreamException;
import dev.weir.core.stream.StreamReader;
import dev.weir.core.stream.StreamState;
import dev.weir.core.stream.TelemetryStreams;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One stream in memory. */
public final class FakeStreams implements TelemetryStreams {

  public static final String STREAM = "TELEMETRY-0";

  public final ConcurrentSkipListMap<Long, Envelope> messages = new ConcurrentSkipListMap<>();

  /** How many messages readers were to wait for, where they were to wait. */
  public final List<Integer> gathered = new CopyOnWriteArrayList<>();

  public long created = 1_000;
  public volatile long lastSeq;
  public long maxBytes = -1;
  public long maxMessagesPerSubject = -1;
  public boolean exists = true;
  public volatile boolean readerFails;
  public volatile long purgedBelow;

  /** Publishes a message that arrives at a time; returns its sequence. */
  public synchronized long publish(long arrivalNanos, String body) {
    long seq = lastSeq + 1;
    messages.put(seq, envelope(seq, arrivalNanos, body));
    lastSeq = seq;
    return seq;
  }

  public static Envelope envelope(long seq, long arrivalNanos, String body) {
    return new Envelope(
        seq,
        arrivalNanos,
        "t1",
        "tenant/t1/device/d1/telemetry",
        null,
        null,
        -1,
        body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<String> names() {
    return exists ? List.of(STREAM) : List.of();
  }

  @Override
  public @Nullable StreamState state(String stream) {
    if (!exists) {
      return null;
    }
    long first = messages.isEmpty() ? lastSeq + 1 : messages.firstKey();
    long bytes = messages.size() * 100L;
    return new StreamState(
        stream, created, first, lastSeq, messages.size(), bytes, maxBytes, maxMessagesPerSubject);
  }

  @Override
  public OptionalLong arrivalNanos(String stream, long seq) {
    Envelope message = messages.get(seq);
    return message == null ? OptionalLong.empty() : OptionalLong.of(message.arrivalNanos());
  }

  @Override
  public OptionalLong firstSeqAfter(String stream, long timeNanos) {
    return messages.values().stream()
        .filter(message -> message.arrivalNanos() > timeNanos)
        .mapToLong(Envelope::seq)
        .findFirst();
  }

  @Override
  public StreamReader open(String stream, long startSeq, int window) {
    if (startSeq > lastSeq + 1) {
      throw new AssertionError("the server would clip a start beyond the end: " + startSeq);
    }
    return new Reader(startSeq);
  }

  @Override
  public void purgeBelow(String stream, long seq) {
    if (seq > lastSeq) {
      throw new AssertionError("a purge beyond the end deletes everything: " + seq);
    }
    purgedBelow = seq;
    messages.headMap(seq).clear();
  }

  private final class Reader implements StreamReader {
    private long next;

    Reader(long next) {
      this.next = next;
    }

    @Override
    public int read(List<Envelope> into, int max, Duration timeout) throws InterruptedException {
      if (readerFails) {
        readerFails = false;
        throw new StreamException("the consumer is gone");
      }
      List<Envelope> found = messages.tailMap(next).values().stream().limit(max).toList();
      if (found.isEmpty()) {
        Thread.sleep(1);
        return 0;
      }
      into.addAll(found);
      next = found.getLast().seq() + 1;
      return found.size();
    }

    @Override
    public void gather(int messages, long nanos) {
      if (nanos > 0) {
        gathered.add(messages);
      }
    }

    @Override
    public long backlog() {
      return messages.tailMap(next).size();
    }

    @Override
    public void close() {}
  }
}

package dev.weir.jetstream;

import dev.weir.core.message.Envelope;
import dev.weir.core.stream.StreamException;
import dev.weir.core.stream.StreamReader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads a stream through a consumer and a connection of its own.
 *
 * <p>One thread takes frames off the wire and puts whole gulps of messages into a queue, of which
 * the lane takes what is there. Requests for more go out as the lane consumes, so at most a window
 * of messages is on its way or in memory, and a lane that stands still holds the server back.
 *
 * <p>Everything other than the next message in line ends the reader for good. To go on is the
 * lane's decision, after a look at what became of the stream.
 */
final class PullReader implements StreamReader {

  /** What a request waits for messages, by the server's clock. */
  private static final Duration PULL_EXPIRES = Duration.ofSeconds(30);

  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /** Silence that counts as a loss: two heartbeats missed, and some slack. */
  private static final Duration SILENCE = HEARTBEAT.multipliedBy(3);

  /**
   * What follows a gulp at once is left to gather in the socket, unless much is on its way: at ten
   * thousand messages a second each would wake this thread and the lane.
   */
  private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final int FEW = 256;

  private final String stream;
  private final Wire wire;
  private final String inbox;
  private final ConsumerSubjects consumer;
  private final EnvelopeDecoder decoder;
  private final Thread pump;
  private final List<Envelope> gulp = new ArrayList<>();

  private final PullWindow window;
  private final ReadQueue queue;

  /**
   * A reader of a consumer that was just made.
   *
   * @param wire subscribed to {@code inbox}
   * @param pending messages that the consumer will deliver, as it was made
   */
  PullReader(
      String stream,
      Wire wire,
      String inbox,
      ConsumerSubjects consumer,
      long startSeq,
      PullWindow window,
      long pending) {
    this.stream = stream;
    this.wire = wire;
    this.inbox = inbox;
    this.consumer = consumer;
    this.decoder = new EnvelopeDecoder(startSeq);
    this.window = window;
    this.queue = new ReadQueue(window, pending);
    this.pump = Thread.ofPlatform().daemon().name("weir-read-" + stream).unstarted(this::pump);
  }

  void start() throws IOException {
    wire.setReadTimeout((int) SILENCE.toMillis());
    pump.start();
    request();
  }

  @Override
  public int read(List<Envelope> into, int max, Duration timeout) throws InterruptedException {
    int count = queue.take(into, max, timeout.toNanos());
    if (count > 0) {
      request();
    }
    return count;
  }

  @Override
  public void gather(int messages, long nanos) throws InterruptedException {
    queue.gather(messages, nanos);
  }

  @Override
  public long backlog() {
    return queue.backlog();
  }

  @Override
  public void close() {
    boolean first = queue.endWith(new StreamException("the reader of " + stream + " is closed"));
    if (first) {
      deleteConsumer();
    }
    wire.close();
  }

  /** Messages in memory that were not read yet. */
  int held() {
    return queue.held();
  }

  private void pump() {
    try {
      while (true) {
        while (wire.frames().next()) {
          handle(wire.frames());
        }
        boolean few = !gulp.isEmpty() && decoder.pending() < FEW;
        publishGulp();
        if (few) {
          LockSupport.parkNanos(BREATH_NANOS);
        }
        fill();
      }
    } catch (IOException e) {
      queue.endWith(new StreamException("reading " + stream + " ended: " + e.getMessage(), e));
    } catch (StreamException e) {
      queue.endWith(new StreamException("reading " + stream + " ended: " + e.getMessage(), e));
    } catch (RuntimeException e) {
      queue.endWith(new StreamException("reading " + stream + " ended by a fault: " + e, e));
    } finally {
      // even where memory ran out: without a pump the lane would wait for ever
      queue.endWith(new StreamException("reading " + stream + " ended"));
      wire.close();
    }
  }

  private void fill() throws IOException {
    try {
      wire.frames().fill();
    } catch (SocketTimeoutException silence) {
      if (queue.hasWaited(SILENCE.toNanos())) {
        throw new StreamException("no heartbeat for " + SILENCE.toSeconds() + " s");
      }
    }
  }

  private void handle(FrameReader frame) throws IOException {
    switch (frame.kind()) {
      case MESSAGE -> handleMessage(frame);
      case PING -> wire.pong();
      case ERROR -> throw new StreamException("the server says " + frame.text());
      case INFO, PONG, OK -> {}
    }
  }

  private void handleMessage(FrameReader frame) throws IOException {
    if (AckSubject.isOne(frame.buffer(), frame.replyFrom(), frame.replyTo())) {
      gulp.add(decoder.decode(frame));
      return;
    }
    switch (PullStatus.parse(frame.buffer(), frame.headerFrom(), frame.bodyFrom())) {
      case PullStatus.Heartbeat heartbeat -> checkTail(heartbeat.lastConsumerSeq());
      case PullStatus.Ended ended -> {
        publishGulp();
        queue.returned(ended.missing());
        request();
      }
      case PullStatus.Fatal fatal -> throw new StreamException(fatal.reason());
    }
  }

  /** Messages lost on the way leave no hole to be seen when nothing comes after them. */
  private void checkTail(long delivered) {
    if (delivered != decoder.lastConsumerSeq()) {
      throw new StreamException(
          delivered + " messages were delivered, " + decoder.lastConsumerSeq() + " came");
    }
  }

  private void publishGulp() {
    if (!gulp.isEmpty()) {
      queue.add(gulp, decoder.pending());
      gulp.clear();
    }
  }

  /** Asks for more where there is room for it. */
  private void request() {
    int batch = queue.takeRequest();
    if (batch == 0) {
      return;
    }
    try {
      wire.publish(consumer.next(), inbox, request(batch));
    } catch (IOException e) {
      queue.endWith(new StreamException("reading " + stream + " ended: " + e.getMessage(), e));
    }
  }

  private String request(int batch) {
    return "{\"batch\":%d,\"max_bytes\":%d,\"expires\":%d,\"idle_heartbeat\":%d}"
        .formatted(batch, window.pullBytes(), PULL_EXPIRES.toNanos(), HEARTBEAT.toNanos());
  }

  /** A courtesy: the server forgets an idle consumer by itself. */
  private void deleteConsumer() {
    try {
      wire.publish(consumer.delete(), "", "");
    } catch (IOException gone) {
      // So is the need.
    }
  }
}

package dev.weir.jetstream;

import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.publish.MessagePublisher;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.publish.PublishException;
import dev.weir.core.stream.StreamException;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to JetStream and matches the acknowledgements, of which a bounded number may be
 * outstanding. Safe for use by many threads. It does not publish twice by itself: whether a message
 * without an answer is sent again is the caller's to decide.
 */
public final class TelemetryPublisher implements MessagePublisher, AutoCloseable {

  private static final long SWEEP_MILLIS = 250;

  private static final String CLOSED = "the publisher is closed";

  /** More than the headers of any message take. */
  private static final long HEADERS_BYTES = 4_096;

  /** Where answers come to, on one connection. */
  private record Link(Connection connection, Dispatcher dispatcher, String inbox) {}

  private record Pending(CompletableFuture<Acknowledgement> future, long deadlineNanos) {}

  private final NatsConnection connection;
  private final int maxInFlight;
  private final Duration timeout;
  private final Semaphore inFlight;
  private final AtomicLong numbers = new AtomicLong();
  private final ConcurrentHashMap<Long, Pending> pending = new ConcurrentHashMap<>();
  private final ScheduledExecutorService sweeper;
  private volatile @Nullable Link link;
  private volatile boolean closed;

  /**
   * A publisher on a shared connection.
   *
   * @param maxInFlight messages that may wait for their acknowledgement, at least 1
   * @param timeout how long each waits, and how long for its turn
   */
  public TelemetryPublisher(NatsConnection connection, int maxInFlight, Duration timeout) {
    this.connection = connection;
    this.maxInFlight = maxInFlight;
    this.timeout = timeout;
    this.inFlight = new Semaphore(maxInFlight);
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("weir-publish-timeouts").factory());
    var _ =
        sweeper.scheduleWithFixedDelay(
            this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletableFuture<Acknowledgement> publish(OutboundMessage message)
      throws InterruptedException {
    Headers headers = headers(message);
    if (closed || !inFlight.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return CompletableFuture.failedFuture(
          unsent(closed ? CLOSED : maxInFlight + " messages wait for their acknowledgement"));
    }
    long number = numbers.incrementAndGet();
    CompletableFuture<Acknowledgement> future = new CompletableFuture<>();
    pending.put(number, new Pending(future, System.nanoTime() + timeout.toNanos()));
    if (closed) {
      fail(number, PublishException.Kind.UNAVAILABLE, CLOSED); // while this one waited for its turn
      return future;
    }
    try {
      Link current = link();
      current
          .connection()
          .publish(message.subject(), current.inbox() + number, headers, message.body());
    } catch (StreamException | IllegalStateException e) {
      // jnats takes nothing while it has no connection, so nothing was sent.
      fail(number, PublishException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      // jnats refuses what is larger than the server takes.
      fail(number, PublishException.Kind.REFUSED, String.valueOf(e.getMessage()));
    }
    return future;
  }

  private static PublishException unsent(String reason) {
    return new PublishException(PublishException.Kind.UNAVAILABLE, reason);
  }

  /** With room for headers. */
  @Override
  public long maxBodyBytes() {
    return connection.maxPayload() - HEADERS_BYTES;
  }

  /** Waits until nothing is in flight; false where that was not so in time. */
  public boolean awaitAll(Duration bound) throws InterruptedException {
    if (!inFlight.tryAcquire(maxInFlight, bound.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    inFlight.release(maxInFlight);
    return true;
  }

  /** Gives up what is in flight; {@link #awaitAll} first to know what became of it. */
  @Override
  public void close() {
    closed = true;
    sweeper.shutdownNow();
    pending.keySet().forEach(number -> fail(number, PublishException.Kind.UNKNOWN, CLOSED));
    unlink();
  }

  private synchronized void unlink() {
    Link current = link;
    link = null;
    if (current != null && current.connection().getStatus() != Connection.Status.CLOSED) {
      current.connection().closeDispatcher(current.dispatcher());
    }
  }

  /** The link on the connection of now; jnats brings it back itself after a reconnect. */
  private Link link() {
    Connection now = connection.require();
    Link current = link;
    return current != null && current.connection().equals(now) ? current : relink(now);
  }

  private synchronized Link relink(Connection now) {
    Link current = link;
    if (current != null && current.connection().equals(now)) {
      return current;
    }
    String inbox = now.createInbox() + '.';
    Dispatcher dispatcher = now.createDispatcher();
    dispatcher.setPendingLimits(0, 0);
    dispatcher.subscribe(inbox + '*', reply -> settle(reply, inbox.length()));
    Link made = new Link(now, dispatcher, inbox);
    link = made;
    return made;
  }

  private void settle(Message reply, int prefix) {
    long number = Long.parseLong(reply.getSubject(), prefix, reply.getSubject().length(), 10);
    if (reply.isStatusMessage()) {
      fail(number, PublishException.Kind.UNAVAILABLE, "no stream takes the message");
      return;
    }
    switch (PublishReply.parse(reply.getData())) {
      case PublishReply.Stored stored -> {
        Pending waiting = remove(number);
        if (waiting != null) {
          waiting.future().complete(stored.acknowledgement());
        }
      }
      case PublishReply.InProcess _ ->
          fail(number, PublishException.Kind.UNKNOWN, "an earlier attempt is not stored yet");
      case PublishReply.Refused refused ->
          fail(number, PublishException.Kind.REFUSED, refused.reason());
    }
  }

  private void fail(long number, PublishException.Kind kind, String reason) {
    Pending waiting = remove(number);
    if (waiting != null) {
      waiting.future().completeExceptionally(new PublishException(kind, reason));
    }
  }

  private @Nullable Pending remove(long number) {
    Pending waiting = pending.remove(number);
    if (waiting != null) {
      inFlight.release();
    }
    return waiting;
  }

  private void sweep() {
    long now = System.nanoTime();
    pending.forEach((number, waiting) -> {
      if (now - waiting.deadlineNanos() >= 0) {
        String reason = "no acknowledgement within " + timeout.toMillis() + " ms";
        fail(number, PublishException.Kind.UNKNOWN, reason);
      }
    });
  }

  private static Headers headers(OutboundMessage message) {
    Headers headers = new Headers();
    MessageHeaders.of(message, (name, value) -> headers.add(name, value));
    return headers;
  }
}

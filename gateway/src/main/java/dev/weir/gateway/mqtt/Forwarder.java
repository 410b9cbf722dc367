package dev.weir.gateway.mqtt;

import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.publish.MessagePublisher;
import dev.weir.core.publish.PublishException;
import dev.weir.core.retry.Backoff;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages into the streams, in a thread of its own, for the client's must not wait.
 *
 * <p>What JetStream does not take is published again, under the same message id, until it does. All
 * that time the broker keeps it, and as soon as {@code receive-maximum} of them wait it sends no
 * more; so this queue needs no bound. Only what the broker does not keep (QoS 0) has to have one.
 */
final class Forwarder implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);
  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final MessagePublisher publisher;
  private final Translation translation;
  private final BridgeObserver observer;
  private final int maxUnkept;
  private final BlockingQueue<Delivery> work = new LinkedBlockingQueue<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger unkept = new AtomicInteger();
  private final ScheduledExecutorService retries;
  private final Thread thread = Thread.ofPlatform().name("bridge-publish").unstarted(this::run);
  private volatile @Nullable String problem;
  private volatile long nextLog = System.nanoTime();

  /**
   * Makes it; {@link #start} starts it.
   *
   * @param maxUnkept messages of QoS 0 held at once; further ones are dropped, and counted
   */
  Forwarder(
      MessagePublisher publisher, Translation translation, BridgeObserver observer, int maxUnkept) {
    this.publisher = publisher;
    this.translation = translation;
    this.observer = observer;
    this.maxUnkept = maxUnkept;
    retries =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bridge-retry").factory());
  }

  void start() {
    thread.start();
  }

  /** Takes a message over; does not wait. */
  void accept(Link link, Incoming incoming) {
    if (!link.isAccepting() || !link.isOpen()) {
      return;
    }
    observer.received();
    if (!incoming.kept() && unkept.incrementAndGet() > maxUnkept) {
      unkept.decrementAndGet();
      observer.dropped();
      return;
    }
    link.arrived();
    inFlight.incrementAndGet();
    work.add(new Delivery(link, incoming));
  }

  /** Messages that JetStream has not acknowledged yet. */
  int inFlight() {
    return inFlight.get();
  }

  /** Why JetStream does not take messages; null while it does. */
  @Nullable String problem() {
    return problem;
  }

  @Override
  public void close() {
    thread.interrupt();
    retries.shutdownNow();
  }

  private void run() {
    try {
      while (true) {
        Delivery next = work.take();
        try {
          if (next.isVoid()) {
            settle(next);
          } else {
            publish(next);
          }
        } catch (RuntimeException e) {
          log.error("a message could not be handled by a fault of ours; going on", e);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish(Delivery delivery) throws InterruptedException {
    try {
      var _ =
          publisher
              .publish(delivery.outbound(translation))
              .whenComplete((done, failure) -> answered(delivery, done, failure));
    } catch (RuntimeException e) {
      log.error("a message could not be published by a fault of ours; it is tried again", e);
      again(delivery, PublishException.Kind.UNAVAILABLE);
    }
  }

  private void answered(
      Delivery delivery, @Nullable Acknowledgement done, @Nullable Throwable failure) {
    if (done != null) {
      problem = null;
      observer.published(delivery.ageNanos());
      acknowledge(delivery);
    } else {
      tell(delivery, failure);
      again(
          delivery,
          failure instanceof PublishException known ? known.kind() : PublishException.Kind.UNKNOWN);
    }
  }

  /** What cannot be acknowledged the broker still has: on another connection it sends it again. */
  private void acknowledge(Delivery delivery) {
    try {
      delivery.acknowledge();
    } catch (RuntimeException e) {
      log.error("a message could not be acknowledged by a fault of ours; connecting anew", e);
      delivery.link().end(new Link.End("a fault of ours: " + e.getClass().getSimpleName(), false));
    } finally {
      settle(delivery);
    }
  }

  private void again(Delivery delivery, PublishException.Kind kind) {
    if (delivery.isVoid()) {
      settle(delivery);
      return;
    }
    observer.retrying(kind);
    Duration wait = Backoff.after(delivery.failed(), FIRST_RETRY, LONGEST_RETRY);
    try {
      var _ = retries.schedule(() -> work.add(delivery), wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      settle(delivery);
    }
  }

  private void settle(Delivery delivery) {
    if (!delivery.isKept()) {
      unkept.decrementAndGet();
    }
    inFlight.decrementAndGet();
    delivery.link().settled();
  }

  private void tell(Delivery delivery, @Nullable Throwable failure) {
    String reason = failure == null ? "no answer" : String.valueOf(failure.getMessage());
    problem = reason;
    long now = System.nanoTime();
    if (now - nextLog >= 0) {
      nextLog = now + LOG_EVERY_NANOS;
      log.warn(
          "JetStream does not take messages: {}, for one of {}; trying on, the broker keeps what it"
              + " has",
          reason,
          delivery.outbound(translation).subject());
    }
  }
}

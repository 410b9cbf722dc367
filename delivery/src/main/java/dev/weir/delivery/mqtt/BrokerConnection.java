package dev.weir.delivery.mqtt;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.weir.core.retry.Backoff;
import dev.weir.delivery.destination.Outcome;
import dev.weir.delivery.guard.AddressGuard;
import dev.weir.delivery.guard.ForbiddenTargetException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one broker: made by whoever needs it first, while others wait; made anew when
 * it is gone. After a failure nobody tries for a while, and all hear of that failure at once.
 */
final class BrokerConnection {

  private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);

  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** Further addresses of a name are not tried. */
  private static final int MAX_ADDRESSES = 3;

  private final Broker broker;
  private final AddressGuard guard;
  private final Duration timeout;
  private @Nullable CompletableFuture<BrokerSession> session;
  private @Nullable BrokerException failure;
  private int failures;
  private long notBefore = System.nanoTime();
  private boolean closed;

  BrokerConnection(Broker broker, AddressGuard guard, Duration timeout) {
    this.broker = broker;
    this.guard = guard;
    this.timeout = timeout;
  }

  /**
   * Publishes, within the timeout.
   *
   * @return what comes of it; {@link Outcome.Failed} where there is no connection
   */
  Outcome publish(Mqtt5Publish message) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      return session().get(timeout.toNanos(), TimeUnit.NANOSECONDS).publish(message, end);
    } catch (ExecutionException e) {
      return e.getCause() instanceof BrokerException known
          ? known.outcome()
          : BrokerFailures.connecting(broker, e).outcome();
    } catch (TimeoutException e) {
      return new Outcome.Failed("no connection to " + broker + " in time", null);
    }
  }

  /** Ends it; what is on the way fails. */
  synchronized CompletableFuture<Void> close() {
    closed = true;
    CompletableFuture<BrokerSession> current = session;
    return current == null || !current.isDone() || current.isCompletedExceptionally()
        ? CompletableFuture.completedFuture(null)
        : current.join().close();
  }

  private synchronized CompletableFuture<BrokerSession> session() {
    CompletableFuture<BrokerSession> current = session;
    if (current != null && (!current.isDone() || isOpen(current))) {
      return current;
    }
    if (current != null && !current.isCompletedExceptionally()) {
      session = null;
      ended(current.join());
    }
    if (failure != null && notBefore - System.nanoTime() > 0) {
      return CompletableFuture.failedFuture(failure);
    }
    CompletableFuture<BrokerSession> made = new CompletableFuture<>();
    session = made;
    Thread.ofVirtual().name("delivery-mqtt-connect").start(() -> connect(made));
    return made;
  }

  private static boolean isOpen(CompletableFuture<BrokerSession> done) {
    return !done.isCompletedExceptionally() && done.join().isOpen();
  }

  /** One that broke off before it was of use counts like one that did not come about. */
  private void ended(BrokerSession gone) {
    if (gone.isProven()) {
      failures = 0;
      failure = null;
    } else {
      failed(new BrokerException("the connection to " + broker + " broke off", false, null));
    }
  }

  private void connect(CompletableFuture<BrokerSession> made) {
    try {
      connected(made, connect());
    } catch (BrokerException e) {
      failed(e);
      made.completeExceptionally(e);
    } catch (InterruptedException | RuntimeException e) {
      BrokerException fault = BrokerFailures.connecting(broker, e);
      failed(fault);
      made.completeExceptionally(fault);
    }
  }

  /** The addresses are checked for each connection: a name may have others by now. */
  private BrokerSession connect() throws InterruptedException {
    try {
      return connectToAny(broker.addresses(guard).stream().limit(MAX_ADDRESSES).toList());
    } catch (UnknownHostException | ForbiddenTargetException e) {
      throw BrokerFailures.connecting(broker, e);
    }
  }

  private BrokerSession connectToAny(List<InetSocketAddress> addresses)
      throws InterruptedException {
    BrokerException last = new BrokerException(broker + " has no address", false, null);
    for (InetSocketAddress address : addresses) {
      try {
        return BrokerSession.connect(broker, address, timeout.dividedBy(addresses.size()));
      } catch (ExecutionException e) {
        last = BrokerFailures.connecting(broker, e.getCause() == null ? e : e.getCause());
      } catch (TimeoutException e) {
        last = new BrokerException(broker + " does not answer", false, e);
      }
    }
    throw last;
  }

  private synchronized void connected(
      CompletableFuture<BrokerSession> made, BrokerSession connected) {
    log.debug("connected to {}", broker);
    made.complete(connected);
    if (closed) { // while it was made
      var _ = connected.close();
    }
  }

  private synchronized void failed(BrokerException reason) {
    Duration wait = Backoff.after(++failures, FIRST_WAIT, LONGEST_WAIT);
    notBefore = System.nanoTime() + wait.toNanos();
    failure = reason;
    log.debug("{}; not tried again for {} ms", reason.getMessage(), wait.toMillis());
  }
}

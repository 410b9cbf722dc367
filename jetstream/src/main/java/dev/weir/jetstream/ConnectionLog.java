package dev.weir.jetstream;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to one connection into the log: a line per change, none per attempt. The
 * details that jnats hands over with an event are left out, as they may hold a URL with secrets.
 */
final class ConnectionLog implements ConnectionListener, ErrorListener {

  private static final Logger log = LoggerFactory.getLogger(NatsConnection.class);

  /** What the log hears of the last problem. */
  interface ProblemSink {
    void accept(String problem);
  }

  private final ProblemSink problems;
  private final AtomicBoolean up = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  ConnectionLog(ProblemSink problems) {
    this.problems = problems;
  }

  /** Waits until jnats has given the connection up; false after the timeout. */
  boolean awaitClosed(long seconds) throws InterruptedException {
    return closed.await(seconds, TimeUnit.SECONDS);
  }

  @Override
  @Deprecated
  public void connectionEvent(Connection connection, Events type) {
    // jnats calls the other one, which by default would come here.
  }

  @Override
  public void connectionEvent(
      Connection connection, Events type, @Nullable Long time, @Nullable String details) {
    switch (type) {
      case CONNECTED -> up.set(true);
      case RECONNECTED -> {
        up.set(true);
        log.info("connected to NATS again");
      }
      case DISCONNECTED -> {
        if (up.getAndSet(false)) {
          log.warn("connection to NATS lost; trying on");
        }
      }
      case LAME_DUCK -> log.warn("the NATS server is about to shut down");
      case CLOSED -> closed.countDown();
      case RESUBSCRIBED, DISCOVERED_SERVERS -> log.debug("NATS: {}", type);
    }
  }

  @Override
  public void errorOccurred(Connection connection, String error) {
    problems.accept(error);
    // Without an up connection it is the reason of a failed attempt, reported by who retries.
    if (up.get()) {
      log.warn("NATS server says: {}", error);
    }
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    String text = String.valueOf(exception.getMessage());
    problems.accept(exception.getClass().getSimpleName() + ": " + text);
    log.debug("NATS connection: {}", text);
  }

  @Override
  public void slowConsumerDetected(Connection connection, Consumer consumer) {
    log.warn("NATS client drops messages: a subscription is not read fast enough");
  }
}

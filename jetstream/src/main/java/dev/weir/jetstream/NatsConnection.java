package dev.weir.jetstream;

import dev.weir.core.stream.StreamException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is wanted for as long as the process lives. It is made in the background and
 * made again for ever, so that a process starts, and recovers, whether NATS is there or not.
 */
public final class NatsConnection implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NatsConnection.class);

  private static final Duration CLOSE_BOUND = Duration.ofSeconds(3);
  private static final long REMIND_SECONDS = 30;
  private static final long DEFAULT_MAX_PAYLOAD = 1_048_576;

  private final NatsConfig config;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CompletableFuture<Void> firstConnect = new CompletableFuture<>();
  private final Thread connector;
  private volatile @Nullable Connection current;
  private volatile String problem = "not connected yet";

  private NatsConnection(NatsConfig config) {
    this.config = config;
    this.connector = Thread.ofPlatform().daemon().name("weir-nats-connect").unstarted(this::run);
  }

  /** Starts to connect, and returns at once. */
  public static NatsConnection start(NatsConfig config) {
    NatsConnection connection = new NatsConnection(config);
    connection.connector.start();
    return connection;
  }

  /** Whether requests can be made now. */
  public boolean isConnected() {
    Connection connection = current;
    return connection != null && connection.getStatus() == Connection.Status.CONNECTED;
  }

  /** What the state is, for people; names servers, no secrets. */
  public String reason() {
    return isConnected()
        ? "connected to NATS at " + config.describe()
        : "no connection to NATS at " + config.describe() + ": " + problem;
  }

  /** Waits for the first connection; false where there was none in time. */
  public boolean awaitConnected(Duration timeout) throws InterruptedException {
    try {
      firstConnect.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return isConnected();
    } catch (TimeoutException | ExecutionException notYet) {
      return isConnected();
    }
  }

  /** The largest message in bytes, headers included, as the server last said; else its default. */
  long maxPayload() {
    Connection connection = current;
    long told = connection == null ? 0 : connection.getMaxPayload();
    return told > 0 ? told : DEFAULT_MAX_PAYLOAD;
  }

  /**
   * The connection as it is now.
   *
   * @throws StreamException there is none; requests are not left to wait for one
   */
  Connection require() {
    Connection connection = current;
    if (connection == null || connection.getStatus() != Connection.Status.CONNECTED) {
      throw new StreamException(reason());
    }
    return connection;
  }

  /** Sends what is under way and closes, within a few seconds. */
  @Override
  public void close() {
    closing.countDown();
    connector.interrupt();
    Connection connection = current;
    if (connection != null) {
      drain(connection);
    }
  }

  private void run() {
    int failures = 0;
    Reminder reminder = new Reminder(Duration.ofSeconds(REMIND_SECONDS));
    try {
      while (closing.getCount() > 0) {
        if (connectOnce(reminder)) {
          failures = 0;
        } else {
          failures++;
        }
        closing.await(ConnectionOptions.backoffMillis(failures), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Connects and stays until jnats gives the connection up; false where none came about. */
  private boolean connectOnce(Reminder reminder) throws InterruptedException {
    ConnectionLog events = new ConnectionLog(this::noteProblem);
    try {
      Connection connection = Nats.connect(ConnectionOptions.build(config, events));
      current = connection;
      if (closing.getCount() == 0) {
        drain(connection);
        return true;
      }
      log.info("connected to NATS at {}", connection.getConnectedUrl());
      firstConnect.complete(null);
      reminder.reset();
      stay(events);
      return true;
    } catch (IOException | RuntimeException failed) {
      if (closing.getCount() == 0) {
        return false;
      }
      // Why it failed is what the listener heard: the message of an IOException only lists servers.
      if (failed instanceof RuntimeException) {
        noteProblem(String.valueOf(failed.getMessage()));
      }
      reminder.now(() -> log.warn("{}; trying on", reason()));
      return false;
    }
  }

  private void stay(ConnectionLog events) throws InterruptedException {
    while (!events.awaitClosed(REMIND_SECONDS)) {
      if (!isConnected()) {
        log.warn("{}; trying on", reason());
      }
    }
  }

  private void noteProblem(String text) {
    problem = text;
  }

  private static void drain(Connection connection) {
    try {
      connection.drain(CLOSE_BOUND).get(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | IllegalStateException late) {
      log.debug("NATS connection closed without a complete drain");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      connection.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.weir.jetstream;

import dev.weir.core.publish.BatchPublisher.Fault;
import dev.weir.core.publish.BatchPublisher.Unpublished;
import dev.weir.core.stream.StreamException;
import io.nats.client.Connection;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that messages are published over. A thread of its own connects and reads JetStream's
 * answers; it also ends a connection whose batch is overdue, for whoever writes to a server that
 * takes nothing cannot. Whatever disturbs it ends it.
 */
final class AnsweredWire implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(AnsweredWire.class);

  /** How often silence is looked into. */
  private static final int LOOK_MILLIS = 100;

  private static final String NO_RESPONDERS = "NATS/1.0 503";

  private static final Unpublished NO_STREAM =
      new Unpublished(Fault.UNANSWERED, "no stream takes the message");
  private static final Unpublished IN_PROCESS =
      new Unpublished(Fault.UNANSWERED, "an earlier attempt is not stored yet");

  private final Connection shared;
  private final String inbox;
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile @Nullable Wire wire;
  private volatile @Nullable BatchAnswers batch;
  private volatile @Nullable String end;
  private volatile boolean closed;

  private AnsweredWire(Connection shared) {
    this.shared = shared;
    inbox = shared.createInbox() + '.';
  }

  /** Begins to connect to the server that a shared connection is connected to. */
  static AnsweredWire beside(Connection shared) {
    AnsweredWire made = new AnsweredWire(shared);
    Thread.ofPlatform().daemon().name("weir-publish-answers").start(made::run);
    return made;
  }

  boolean isEnded() {
    return end != null;
  }

  /** Where the answer to a message comes to, by its number. */
  String replyTo(long number) {
    return inbox + number;
  }

  /** Whose answers come from now on. */
  void begin(BatchAnswers answers) {
    batch = answers;
    String reason = end;
    if (reason != null) {
      answers.end(reason); // the thread may have looked before
    }
  }

  /** The connection, once it is there; null where it is not by then, or will not be. */
  @Nullable Wire awaitOpen(long deadlineNanos) throws InterruptedException {
    boolean decided = opened.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    return decided && !isEnded() ? wire : null;
  }

  @Override
  public void close() {
    closed = true;
    Wire current = wire;
    if (current != null) {
      current.close();
    }
  }

  private void run() {
    try {
      Wire made = Wire.beside(shared);
      wire = made;
      if (!closed) { // else by somebody who did not see it
        made.subscribe(inbox + '*'); // before anything is published: answers come at once
        made.setReadTimeout(LOOK_MILLIS);
        opened.countDown();
        read(made);
      }
    } catch (IOException | StreamException e) {
      endWith(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("publishing beside the shared connection to NATS ended", e);
      endWith("a fault of ours: " + e.getClass().getSimpleName());
    } finally {
      endWith("the connection is closed");
      close();
    }
  }

  private void read(Wire wire) throws IOException {
    while (true) {
      while (wire.frames().next()) {
        handle(wire, wire.frames());
      }
      BatchAnswers current = batch;
      if (current != null && current.isOverdue()) {
        throw new StreamException("no answer in time");
      }
      fill(wire);
    }
  }

  private static void fill(Wire wire) throws IOException {
    try {
      wire.frames().fill();
    } catch (SocketTimeoutException silence) {
      // Whether it lasts too long is looked into.
    }
  }

  /** The first reason counts. Set before the connection is closed: {@link #begin} relies on it. */
  private void endWith(String reason) {
    if (end == null) {
      end = reason;
      opened.countDown();
      BatchAnswers current = batch;
      if (current != null) {
        current.end(reason);
      }
    }
  }

  private void handle(Wire wire, FrameReader frame) throws IOException {
    switch (frame.kind()) {
      case MESSAGE -> {
        BatchAnswers current = batch;
        if (current != null) {
          int digits = frame.subjectFrom() + inbox.length();
          long number = AsciiNumber.parse(frame.buffer(), digits, frame.subjectTo());
          current.settle(number, outcome(frame));
        }
      }
      case PING -> wire.pong();
      case ERROR -> throw new StreamException("the server says " + frame.text());
      case INFO, PONG, OK -> {}
    }
  }

  private static @Nullable Unpublished outcome(FrameReader frame) {
    byte[] bytes = frame.buffer();
    if (frame.headerFrom() < frame.bodyFrom()) {
      int length = frame.bodyFrom() - frame.headerFrom();
      String status = new String(bytes, frame.headerFrom(), length, StandardCharsets.UTF_8).strip();
      return status.startsWith(NO_RESPONDERS)
          ? NO_STREAM
          : new Unpublished(Fault.UNANSWERED, "the server says " + status);
    }
    if (PublishReply.isPlainlyStored(bytes, frame.bodyFrom(), frame.bodyTo())) {
      return null;
    }
    byte[] json = Arrays.copyOfRange(bytes, frame.bodyFrom(), frame.bodyTo());
    return switch (PublishReply.parse(json)) {
      case PublishReply.Stored _ -> null;
      case PublishReply.InProcess _ -> IN_PROCESS;
      case PublishReply.Refused refused -> new Unpublished(Fault.REFUSED, refused.reason());
    };
  }
}

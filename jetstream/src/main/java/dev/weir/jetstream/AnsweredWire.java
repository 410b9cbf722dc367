package dev.weir.jetstream;

import dev.weir.core.publish.BatchPublisher.Fault;
import dev.weir.core.publish.BatchPublisher.Unpublished;
import dev.weir.core.stream.StreamException;
import io.nats.client.Connection;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A connection that messages are published over, and the thread that reads JetStream's answers.
 * Whatever disturbs it ends it.
 */
final class AnsweredWire implements Closeable {

  /** How often silence is looked into: a server that takes nothing would hold a writer for ever. */
  private static final int LOOK_MILLIS = 500;

  private static final Unpublished NO_STREAM =
      new Unpublished(Fault.UNANSWERED, "no stream takes the message");
  private static final Unpublished IN_PROCESS =
      new Unpublished(Fault.UNANSWERED, "an earlier attempt is not stored yet");

  private final Wire wire;
  private final int slotFrom;
  private final String[] replies;
  private final Thread pump;
  private volatile @Nullable BatchAnswers batch;
  private volatile @Nullable String end;

  private AnsweredWire(Wire wire, String inbox, int slots) {
    this.wire = wire;
    slotFrom = inbox.length();
    replies = IntStream.range(0, slots).mapToObj(slot -> inbox + slot).toArray(String[]::new);
    pump = Thread.ofPlatform().daemon().name("weir-publish-answers").unstarted(this::pump);
  }

  /**
   * Connects to the server that the shared connection is connected to.
   *
   * @param slots to which answers come
   * @throws StreamException that is not possible now
   */
  static AnsweredWire beside(Connection connection, int slots, int patience) {
    Wire wire = Wire.beside(connection, patience);
    try {
      String inbox = connection.createInbox() + '.';
      wire.subscribe(inbox + '*');
      wire.setReadTimeout(LOOK_MILLIS);
      AnsweredWire made = new AnsweredWire(wire, inbox, slots);
      made.pump.start();
      return made;
    } catch (IOException e) {
      wire.close();
      throw new StreamException("no connection to NATS for publishing: " + e.getMessage(), e);
    }
  }

  boolean isEnded() {
    return end != null;
  }

  /** The subject of a slot. */
  String replyTo(int slot) {
    return replies[slot];
  }

  long maxPayload() {
    return wire.info().getMaxPayload();
  }

  /** Whose answers come from now on. */
  void begin(BatchAnswers answers) {
    batch = answers;
    String reason = end;
    if (reason != null) {
      answers.end(reason); // the pump may have looked before
    }
  }

  void send(PublishFrames frames) throws IOException {
    wire.send(frames.bytes(), frames.length());
  }

  @Override
  public void close() {
    wire.close();
  }

  private void pump() {
    String reason = "the connection ended by a fault";
    try {
      while (true) {
        while (wire.frames().next()) {
          handle(wire.frames());
        }
        fill();
      }
    } catch (IOException | StreamException e) {
      reason = "the connection ended: " + e.getMessage();
    } finally {
      wire.close();
      end = reason;
      BatchAnswers current = batch;
      if (current != null) {
        current.end(reason);
      }
    }
  }

  private void fill() throws IOException {
    try {
      wire.frames().fill();
    } catch (SocketTimeoutException silence) {
      BatchAnswers current = batch;
      if (current != null && current.isOverdue()) {
        throw new IOException("no answer in time", silence);
      }
    }
  }

  private void handle(FrameReader frame) throws IOException {
    switch (frame.kind()) {
      case MESSAGE -> {
        BatchAnswers current = batch;
        if (current != null) {
          int digits = frame.subjectFrom() + slotFrom;
          long slot = AsciiNumber.parse(frame.buffer(), digits, frame.subjectTo());
          current.settle((int) slot, outcome(frame));
        }
      }
      case PING -> wire.pong();
      case ERROR -> throw new StreamException("the server says " + frame.text());
      case INFO, PONG, OK -> {}
    }
  }

  private static @Nullable Unpublished outcome(FrameReader frame) {
    if (frame.headerFrom() < frame.bodyFrom()) {
      return NO_STREAM;
    }
    if (PublishReply.isPlainlyStored(frame.buffer(), frame.bodyFrom(), frame.bodyTo())) {
      return null;
    }
    byte[] json = Arrays.copyOfRange(frame.buffer(), frame.bodyFrom(), frame.bodyTo());
    return switch (PublishReply.parse(json)) {
      case PublishReply.Stored _ -> null;
      case PublishReply.InProcess _ -> IN_PROCESS;
      case PublishReply.Refused refused -> new Unpublished(Fault.REFUSED, refused.reason());
    };
  }
}

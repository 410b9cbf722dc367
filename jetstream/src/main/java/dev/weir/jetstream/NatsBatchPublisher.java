package dev.weir.jetstream;

import dev.weir.core.publish.BatchPublisher;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.stream.StreamException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes over a connection of its own, made when it is first needed and again when it has ended.
 * A batch leaves in a few large writes, and its answers are matched by their numbers.
 */
public final class NatsBatchPublisher implements BatchPublisher {

  /**
   * Messages without an answer, at most: so many keep the server busy meanwhile. Newer servers
   * refuse what comes while thousands, of all publishers, wait for their stream.
   */
  private static final int MAX_IN_FLIGHT = 256;

  private static final int MAX_WRITE = MAX_IN_FLIGHT / 2;
  private static final int MAX_WRITE_BYTES = 256 << 10;

  private final NatsConnection connection;
  private final PublishFrames frames = new PublishFrames();
  private @Nullable AnsweredWire wire;
  private long nextNumber = 1;

  /** One beside a shared connection, which knows where the server is. */
  public NatsBatchPublisher(NatsConnection connection) {
    this.connection = connection;
  }

  @Override
  public List<@Nullable Unpublished> publish(List<OutboundMessage> messages, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    BatchAnswers answers = new BatchAnswers(messages.size(), nextNumber, deadline);
    boolean complete = false;
    try {
      AnsweredWire current = open();
      current.begin(answers);
      Wire ready = current.awaitOpen(deadline);
      complete = ready != null && send(messages, answers, current, ready);
    } catch (IOException | StreamException e) {
      answers.end(String.valueOf(e.getMessage()));
    } finally {
      nextNumber += messages.size();
      if (!complete) {
        close(); // it may be the connection's fault
      }
    }
    return answers.outcomes();
  }

  @Override
  public void close() {
    AnsweredWire current = wire;
    wire = null;
    if (current != null) {
      current.close();
    }
  }

  private AnsweredWire open() {
    AnsweredWire current = wire;
    if (current == null || current.isEnded()) {
      current = AnsweredWire.beside(connection.require());
      wire = current;
    }
    return current;
  }

  /** False where the answers did not all come in time. */
  private boolean send(
      List<OutboundMessage> messages, BatchAnswers answers, AnsweredWire current, Wire ready)
      throws IOException, InterruptedException {
    long maxPayload = ready.info().getMaxPayload();
    int next = 0;
    while (next < messages.size()) {
      int end = Math.min(messages.size(), next + MAX_WRITE);
      if (answers.isOverdue() || !answers.await(end - MAX_IN_FLIGHT)) {
        return false;
      }
      frames.clear();
      while (next < end && frames.length() < MAX_WRITE_BYTES) {
        String reply = current.replyTo(nextNumber + next);
        answers.sending(frames.add(messages.get(next), reply, maxPayload));
        next++;
      }
      ready.send(frames.bytes(), frames.length());
    }
    return answers.await(messages.size());
  }
}

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
 * A batch leaves in a few large writes, and its answers are matched by their numbers: a message
 * costs a fraction of what it costs through jnats.
 */
public final class NatsBatchPublisher implements BatchPublisher {

  /**
   * Messages without an answer, at most. The server keeps the way to each of the last 1,024
   * subjects: answers to the same few cost it less than each to one of its own. And a stream
   * refuses what comes while 10,000 messages, of all publishers, wait.
   */
  private static final int SLOTS = 256;

  private static final int MAX_WRITE = SLOTS / 2;
  private static final int MAX_WRITE_BYTES = 256 << 10;

  /** Connecting takes up to four round trips: one for TCP, INFO, TLS and PONG each. */
  private static final int ROUND_TRIPS = 4;

  private final NatsConnection connection;
  private final PublishFrames frames = new PublishFrames();
  private @Nullable AnsweredWire wire;

  /** One beside a shared connection, which knows where the server is. */
  public NatsBatchPublisher(NatsConnection connection) {
    this.connection = connection;
  }

  @Override
  public List<@Nullable Unpublished> publish(List<OutboundMessage> messages, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    BatchAnswers answers = new BatchAnswers(messages.size(), SLOTS, deadline);
    boolean complete = false;
    try {
      AnsweredWire current = open(patience);
      current.begin(answers);
      complete = send(messages, answers, current);
    } catch (IOException | StreamException e) {
      answers.end(String.valueOf(e.getMessage()));
    } finally {
      if (!complete) {
        close(); // answers to this batch may come yet
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

  private AnsweredWire open(Duration patience) {
    AnsweredWire current = wire;
    if (current == null || current.isEnded()) {
      int millis = (int) Math.max(1, patience.toMillis() / ROUND_TRIPS);
      current = AnsweredWire.beside(connection.require(), SLOTS, millis);
      wire = current;
    }
    return current;
  }

  /** False where the answers did not all come in time. */
  private boolean send(List<OutboundMessage> messages, BatchAnswers answers, AnsweredWire current)
      throws IOException, InterruptedException {
    int next = 0;
    while (next < messages.size()) {
      int end = Math.min(messages.size(), next + MAX_WRITE);
      if (!answers.await(end - SLOTS)) {
        return false;
      }
      frames.clear();
      while (next < end && frames.length() < MAX_WRITE_BYTES) {
        String reply = current.replyTo(next % SLOTS);
        answers.sending(next, frames.add(messages.get(next), reply, current.maxPayload()));
        next++;
      }
      current.send(frames);
    }
    return answers.await(messages.size());
  }
}

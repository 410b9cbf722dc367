package dev.weir.core.stream;

import dev.weir.core.message.Envelope;
import java.time.Duration;
import java.util.List;

/**
 * Reads one stream in order, without acknowledgements. It never resumes on its own: when it cannot
 * be sure to deliver the very next message, it ends with a {@link StreamException}.
 */
public interface StreamReader extends AutoCloseable {

  /**
   * Appends the messages that are there, in order.
   *
   * @param max how many at the most
   * @param timeout how long to wait for the first; the rest is not waited for
   * @return how many were appended; 0 after the timeout
   * @throws StreamException where reading has to start again
   */
  int read(List<Envelope> into, int max, Duration timeout) throws InterruptedException;

  /** Waits until so many messages are there to be read, or for so long, or the reader has ended. */
  void gather(int messages, long nanos) throws InterruptedException;

  /** Messages in the stream that were not yet returned, as far as the broker has told. */
  long backlog();

  @Override
  void close();
}

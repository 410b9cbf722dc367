package dev.weir.jetstream;

import dev.weir.core.message.Envelope;
import dev.weir.core.stream.StreamException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a reader has taken off the wire and its lane has not yet taken. Safe for use by the two of
 * them.
 */
final class ReadQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Envelope> queue = new ArrayDeque<>();
  private final PullWindow window;
  private int awaited = 1;
  private long pending;
  private long waitingSinceNanos;
  private @Nullable StreamException end;

  /**
   * Empty.
   *
   * @param pending messages that the consumer will deliver, as it was made
   */
  ReadQueue(PullWindow window, long pending) {
    this.window = window;
    this.pending = pending;
  }

  /** Takes what is there, or waits for the first. */
  int take(List<Envelope> into, int max, long timeoutNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      await(1, timeoutNanos);
      throwIfEnded();
      int count = Math.min(max, queue.size());
      long bytes = 0;
      for (int i = 0; i < count; i++) {
        Envelope envelope = queue.remove();
        bytes += envelope.body().length;
        into.add(envelope);
      }
      window.consumed(count, bytes);
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many are there, or for so long, or the reader has ended. */
  void gather(int messages, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      await(messages, nanos);
    } finally {
      lock.unlock();
    }
  }

  private void await(int messages, long nanos) throws InterruptedException {
    awaited = messages;
    long left = nanos;
    while (queue.size() < messages && end == null && left > 0) {
      left = changed.awaitNanos(left);
    }
  }

  /** A new exception each time, so that its stack is that of who reads. */
  private void throwIfEnded() {
    StreamException cause = end;
    if (cause != null) {
      throw new StreamException(String.valueOf(cause.getMessage()), cause);
    }
  }

  /**
   * Messages came.
   *
   * @param nowPending that the consumer will still deliver
   */
  void add(List<Envelope> messages, long nowPending) {
    long bytes = 0;
    for (Envelope envelope : messages) {
      bytes += envelope.body().length;
    }
    lock.lock();
    try {
      queue.addAll(messages);
      window.arrived(messages.size(), bytes);
      pending = nowPending;
      waitingSinceNanos = System.nanoTime();
      if (queue.size() >= awaited) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A request ended before it was filled. */
  void returned(long missing) {
    lock.lock();
    try {
      window.returned(missing);
    } finally {
      lock.unlock();
    }
  }

  /** How many messages to request now; 0 for none. */
  int takeRequest() {
    lock.lock();
    try {
      if (!window.isWaiting()) {
        waitingSinceNanos = System.nanoTime();
      }
      return end == null ? window.takeRequest() : 0;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the server has owed something for so long. */
  boolean hasWaited(long nanos) {
    lock.lock();
    try {
      return window.isWaiting() && System.nanoTime() - waitingSinceNanos >= nanos;
    } finally {
      lock.unlock();
    }
  }

  /** Messages in the stream that were not yet taken. */
  long backlog() {
    lock.lock();
    try {
      return pending + queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Messages in memory that were not taken yet. */
  int held() {
    lock.lock();
    try {
      return window.held();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the reader; false where it had ended already. */
  boolean endWith(StreamException reason) {
    lock.lock();
    try {
      if (end != null) {
        return false;
      }
      end = reason;
      queue.clear();
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }
}

package dev.weir.jetstream;

import dev.weir.core.publish.BatchPublisher.Fault;
import dev.weir.core.publish.BatchPublisher.Unpublished;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the messages of a batch: one thread sends and waits, another one reads answers.
 */
final class BatchAnswers {

  private static final Unpublished NO_ANSWER =
      new Unpublished(Fault.UNANSWERED, "no answer in time");
  private static final Unpublished NOT_SENT =
      new Unpublished(Fault.UNANSWERED, "more messages than could be sent in time");

  private final long firstNumber;
  private final long deadlineNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final @Nullable Unpublished[] outcomes;
  private final BitSet open;
  private int sent;
  private int awaited;
  private boolean ended;

  /**
   * Of messages whose numbers follow each other. No number is ever used again: a cluster that
   * changes its leader may answer a message twice.
   *
   * @param deadlineNanos by {@link System#nanoTime}
   */
  BatchAnswers(int messages, long firstNumber, long deadlineNanos) {
    this.firstNumber = firstNumber;
    this.deadlineNanos = deadlineNanos;
    outcomes = new Unpublished[messages];
    Arrays.fill(outcomes, NOT_SENT);
    open = new BitSet(messages);
    open.set(0, messages);
  }

  /** Whether its time is up, and not all of it is known. */
  boolean isOverdue() {
    lock.lock();
    try {
      return !open.isEmpty() && System.nanoTime() - deadlineNanos >= 0;
    } finally {
      lock.unlock();
    }
  }

  /** Before the next message is sent; with a reason it is not going to be. */
  void sending(@Nullable Unpublished unfit) {
    lock.lock();
    try {
      int index = sent++;
      if (unfit == null) {
        outcomes[index] = NO_ANSWER;
      } else {
        know(index, unfit);
      }
    } finally {
      lock.unlock();
    }
  }

  /** An answer has come; one to a number that waits for none is passed over. */
  void settle(long number, @Nullable Unpublished outcome) {
    long index = number - firstNumber;
    lock.lock();
    try {
      if (index >= 0 && index < sent && open.get((int) index)) {
        know((int) index, outcome);
      }
    } finally {
      lock.unlock();
    }
  }

  private void know(int index, @Nullable Unpublished outcome) {
    outcomes[index] = outcome;
    open.clear(index);
    if (areKnown(awaited)) {
      changed.signal();
    }
  }

  private boolean areKnown(int messages) {
    int first = open.nextSetBit(0);
    return first < 0 || first >= messages;
  }

  /** No answer will come any more. */
  void end(String reason) {
    lock.lock();
    try {
      ended = true;
      Unpublished unanswered = new Unpublished(Fault.UNANSWERED, reason);
      open.stream().forEach(index -> outcomes[index] = unanswered);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the first messages, so many, are known; false where that is not so in time. */
  boolean await(int messages) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaited = messages;
      long left = deadlineNanos - System.nanoTime();
      while (!areKnown(messages) && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return areKnown(messages) && !ended;
    } finally {
      lock.unlock();
    }
  }

  List<@Nullable Unpublished> outcomes() {
    lock.lock();
    try {
      return Arrays.asList(outcomes.clone());
    } finally {
      lock.unlock();
    }
  }
}

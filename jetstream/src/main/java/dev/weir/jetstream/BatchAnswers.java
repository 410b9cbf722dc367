package dev.weir.jetstream;

import dev.weir.core.publish.BatchPublisher.Fault;
import dev.weir.core.publish.BatchPublisher.Unpublished;
import java.util.Arrays;
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
  private final @Nullable Unpublished[] known;
  private int inFlight;
  private int awaited;
  private boolean ended;

  /**
   * Of messages whose numbers follow each other.
   *
   * @param deadlineNanos by {@link System#nanoTime}
   */
  BatchAnswers(int messages, long firstNumber, long deadlineNanos) {
    this.firstNumber = firstNumber;
    this.deadlineNanos = deadlineNanos;
    known = new Unpublished[messages];
    Arrays.fill(known, NOT_SENT);
  }

  boolean isOverdue() {
    return System.nanoTime() - deadlineNanos >= 0;
  }

  /** Before a message is sent. */
  void sending(int index) {
    lock.lock();
    try {
      known[index] = NO_ANSWER;
      inFlight++;
    } finally {
      lock.unlock();
    }
  }

  /** Of a message that is not going to be sent. */
  void refuse(int index, Unpublished reason) {
    known[index] = reason;
  }

  /**
   * An answer has come.
   *
   * @param number of its message; one of no message in flight is passed over
   */
  void settle(long number, @Nullable Unpublished outcome) {
    long index = number - firstNumber;
    lock.lock();
    try {
      if (index >= 0 && index < known.length && NO_ANSWER.equals(known[(int) index])) {
        known[(int) index] = outcome;
        if (--inFlight <= awaited) {
          changed.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** No answer will come any more. */
  void end(String reason) {
    lock.lock();
    try {
      ended = true;
      Unpublished unanswered = new Unpublished(Fault.UNANSWERED, reason);
      for (int i = 0; i < known.length; i++) {
        if (NO_ANSWER.equals(known[i]) || NOT_SENT.equals(known[i])) {
          known[i] = unanswered;
        }
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no more than so many are in flight; false where that is not so in time. */
  boolean await(int mostInFlight) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaited = mostInFlight;
      long left = deadlineNanos - System.nanoTime();
      while (inFlight > mostInFlight && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return inFlight <= mostInFlight && !ended;
    } finally {
      lock.unlock();
    }
  }

  List<@Nullable Unpublished> known() {
    lock.lock();
    try {
      return Arrays.asList(known.clone());
    } finally {
      lock.unlock();
    }
  }
}

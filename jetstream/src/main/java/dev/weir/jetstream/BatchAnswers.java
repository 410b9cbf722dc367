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
 *
 * <p>Answers come to slots, of which a message has that of its place in the batch modulo their
 * number. A message is sent when the one that had its slot before it is known, with all before
 * that.
 */
final class BatchAnswers {

  private static final Unpublished NO_ANSWER =
      new Unpublished(Fault.UNANSWERED, "no answer in time");
  private static final Unpublished NOT_SENT =
      new Unpublished(Fault.UNANSWERED, "more messages than could be sent in time");

  private final int slots;
  private final long deadlineNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final @Nullable Unpublished[] outcomes;

  /** All before it are known. */
  private int firstOpen;

  private int awaited;
  private boolean ended;

  /**
   * Of a batch that is about to be sent.
   *
   * @param deadlineNanos by {@link System#nanoTime}
   */
  BatchAnswers(int messages, int slots, long deadlineNanos) {
    this.slots = slots;
    this.deadlineNanos = deadlineNanos;
    outcomes = new Unpublished[messages];
    Arrays.fill(outcomes, NOT_SENT);
  }

  boolean isOverdue() {
    return System.nanoTime() - deadlineNanos >= 0;
  }

  /** Before a message is sent; with a reason it is not going to be. */
  void sending(int index, @Nullable Unpublished unfit) {
    lock.lock();
    try {
      outcomes[index] = unfit == null ? NO_ANSWER : unfit;
      advance();
    } finally {
      lock.unlock();
    }
  }

  /** An answer has come to a slot; one that no message waits for is passed over. */
  void settle(int slot, @Nullable Unpublished outcome) {
    lock.lock();
    try {
      int index = firstOpen + Math.floorMod(slot - firstOpen, slots);
      if (index < outcomes.length && NO_ANSWER.equals(outcomes[index])) {
        outcomes[index] = outcome;
        advance();
      }
    } finally {
      lock.unlock();
    }
  }

  private void advance() {
    while (firstOpen < outcomes.length && !isOpen(outcomes[firstOpen])) {
      firstOpen++;
    }
    if (firstOpen >= awaited) {
      changed.signal();
    }
  }

  private static boolean isOpen(@Nullable Unpublished outcome) {
    return NO_ANSWER.equals(outcome) || NOT_SENT.equals(outcome);
  }

  /** No answer will come any more. */
  void end(String reason) {
    lock.lock();
    try {
      ended = true;
      Unpublished unanswered = new Unpublished(Fault.UNANSWERED, reason);
      for (int i = 0; i < outcomes.length; i++) {
        outcomes[i] = isOpen(outcomes[i]) ? unanswered : outcomes[i];
      }
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
      while (firstOpen < messages && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return firstOpen >= messages && !ended;
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

package dev.weir.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecurringTest {

  /** A settings poll that ended without a word would leave the old settings in force for ever. */
  @Test
  void aFaultOfOursIsToldAndTriedAgain() {
    AtomicBoolean faulty = new AtomicBoolean(true);
    Runnable task =
        () -> {
          if (faulty.get()) {
            throw new IllegalStateException("ours");
          }
        };
    try (Recurring recurring = new Recurring("trying", Duration.ofMillis(10), task)) {
      recurring.start();

      await().until(() -> recurring.problem() != null);
      faulty.set(false);
      await().until(() -> recurring.problem() == null);
    }
  }

  @Test
  void wakingDoesNotWaitForItsTime() {
    AtomicInteger times = new AtomicInteger();
    try (Recurring recurring = seldom(times::incrementAndGet)) {
      recurring.start();
      await().until(() -> times.get() == 1);

      recurring.wake();
      await().until(() -> times.get() == 2);
      recurring.wake();
      await().until(() -> times.get() == 3);
    }
  }

  /** The run under way may have read before the change that it is woken for. */
  @Test
  void howeverOftenItIsWokenWhileItRunsItRunsOnceMore() {
    AtomicInteger times = new AtomicInteger();
    Semaphore running = new Semaphore(0);
    Semaphore mayEnd = new Semaphore(0);
    Runnable task =
        () -> {
          times.incrementAndGet();
          running.release();
          mayEnd.acquireUninterruptibly();
        };
    try (Recurring recurring = seldom(task)) {
      recurring.start();
      await().until(running::tryAcquire);
      for (int i = 0; i < 1_000; i++) {
        recurring.wake();
      }
      mayEnd.release();
      await().until(running::tryAcquire);
      assertThat(times).hasValue(2);
      mayEnd.release();

      recurring.wake();
      await().until(running::tryAcquire);
      assertThat(times).as("none left over of the thousand").hasValue(3);
      mayEnd.release();
    }
  }

  /** Else a change that was told would have to wait for the next time, up to an hour. */
  @Test
  void whatItWasWokenForIsTriedAgainSoon() {
    AtomicInteger times = new AtomicInteger();
    Runnable task =
        () -> {
          if (times.incrementAndGet() == 2) {
            throw new IllegalStateException("ours");
          }
        };
    try (Recurring recurring = seldom(task)) {
      recurring.start();
      await().until(() -> times.get() == 1);
      recurring.wake();

      await().until(() -> times.get() == 3);
      assertThat(recurring.problem()).isNull();
    }
  }

  private static Recurring seldom(Runnable task) {
    return new Recurring("trying", Duration.ofHours(1), task);
  }
}

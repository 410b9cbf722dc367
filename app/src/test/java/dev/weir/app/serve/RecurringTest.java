package dev.weir.app.serve;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
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
}

package dev.weir.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecurringTest {

  /** A settings poll that ended without a word would leave the old settings in force for ever. */
  @Test
  void aFaultOfOursIsToldAndTriedAgain() {
    AtomicInteger times = new AtomicInteger();
    Runnable task =
        () -> {
          if (times.incrementAndGet() < 3) {
            throw new IllegalStateException("ours");
          }
        };
    try (Recurring recurring = new Recurring("trying", Duration.ofMillis(50), task)) {
      recurring.start();

      await().until(() -> recurring.problem() != null);
      await().until(() -> times.get() >= 3 && recurring.problem() == null);
    }
    assertThat(times).hasValueGreaterThanOrEqualTo(3);
  }
}

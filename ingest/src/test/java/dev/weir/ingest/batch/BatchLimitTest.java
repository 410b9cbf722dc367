package dev.weir.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With a lease of 48 s, a batch is slow from 4 s on and quick below 1 s. */
class BatchLimitTest {

  private final BatchLimit limit = new BatchLimit(500, 20_000, Duration.ofSeconds(48));

  @Test
  void slowBatchesHalveTheLimitDownToTheLeast() {
    committed(20_000, 5);
    assertThat(limit.current()).isEqualTo(10_000);
    committed(3_000, 5);
    assertThat(limit.current()).isEqualTo(1_500);
    committed(1_500, 5);
    committed(750, 5);
    assertThat(limit.current()).isEqualTo(500);
  }

  @Test
  void fullQuickBatchesDoubleItUpToTheMost() {
    committed(2_000, 5);
    committed(999, 0);
    assertThat(limit.current()).isEqualTo(1_000);
    committed(1_000, 0);
    assertThat(limit.current()).isEqualTo(2_000);
    for (int i = 0; i < 10; i++) {
      committed(limit.current(), 0);
    }
    assertThat(limit.current()).isEqualTo(20_000);
  }

  @Test
  void batchesInBetweenChangeNothing() {
    committed(20_000, 2);
    assertThat(limit.current()).isEqualTo(20_000);
  }

  private void committed(int messages, long seconds) {
    limit.committed(messages, TimeUnit.SECONDS.toNanos(seconds));
  }
}

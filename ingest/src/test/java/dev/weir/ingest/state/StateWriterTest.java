package dev.weir.ingest.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class StateWriterTest {

  private final Semaphore workers = new Semaphore(2, true);
  private final StateWriter writer = new StateWriter(workers);

  @Test
  void writesOneAtATimeAsAWorker() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    Runnable write =
        () -> {
          begun.incrementAndGet();
          await(go);
        };
    writer.execute(write);
    writer.execute(write);
    Awaitility.await()
        .during(Duration.ofMillis(50))
        .until(() -> begun.get() == 1 && workers.availablePermits() == 1);
    assertThat(workers.tryAcquire()).as("the second takes no worker while it waits").isTrue();
    assertThat(begun).hasValue(1);

    go.countDown();
    Awaitility.await().until(() -> begun.get() == 2);
    workers.release();
    Awaitility.await().until(() -> workers.availablePermits() == 2);
  }

  @Test
  void waitsWhereNoWorkerIsFree() {
    workers.acquireUninterruptibly(2);
    AtomicInteger begun = new AtomicInteger();
    writer.execute(begun::incrementAndGet);
    Awaitility.await()
        .during(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(5))
        .until(() -> begun.get() == 0);

    workers.release();
    Awaitility.await().until(() -> begun.get() == 1);
    Awaitility.await().until(() -> workers.availablePermits() == 1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

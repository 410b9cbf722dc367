package dev.weir.ingest.batch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says once that work is to end, and wakes whoever waits. */
public final class StopSignal {

  private final CountDownLatch latch = new CountDownLatch(1);

  public void raise() {
    latch.countDown();
  }

  public boolean isRaised() {
    return latch.getCount() == 0;
  }

  /** Waits for a while, or until the signal is raised; true where it is. */
  public boolean await(long millis) throws InterruptedException {
    return latch.await(millis, TimeUnit.MILLISECONDS);
  }
}

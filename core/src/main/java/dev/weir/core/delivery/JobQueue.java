package dev.weir.core.delivery;

import java.time.Duration;
import java.util.List;

/** Jobs that wait for their delivery, shared by all processes that deliver. */
public interface JobQueue {

  /**
   * The next jobs, which nobody else gets while they are in hand here.
   *
   * @param max at the most
   * @param wait for the first one, if there is none
   * @throws dev.weir.core.stream.StreamException the stream cannot be asked now
   */
  List<QueuedJob> fetch(int max, Duration wait) throws InterruptedException;

  /**
   * What waits, whoever has it in hand.
   *
   * @throws dev.weir.core.stream.StreamException the stream cannot be asked now
   */
  Backlog backlog();

  /**
   * Whether there are jobs of other tenants, too.
   *
   * @throws dev.weir.core.stream.StreamException the stream cannot be asked now
   */
  boolean holdsOthersThan(String tenantId);

  /**
   * Jobs in the stream.
   *
   * @param jobs waiting or in hand
   * @param oldestAge of the one that came first; zero where there is none
   */
  record Backlog(long jobs, Duration oldestAge) {}
}

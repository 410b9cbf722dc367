package dev.weir.core.delivery;

import dev.weir.core.route.RouteJob;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job in hand. Whoever has it says what becomes of it, or, before the queue's patience ends, that
 * it is still at work; else somebody gets it again.
 */
public interface QueuedJob {

  /** Null where what came is no job: {@link #fault} tells. */
  @Nullable RouteJob job();

  /** Why what came is no job; null where it is one. */
  @Nullable String fault();

  /** Since it was published, by the broker's clock as far as known. */
  Duration age();

  /** It was delivered or is a dead letter: it leaves the queue. */
  void done();

  /** It comes back, to whoever is free then. */
  void postpone(Duration delay);

  /** It is still at work. */
  void inProgress();
}

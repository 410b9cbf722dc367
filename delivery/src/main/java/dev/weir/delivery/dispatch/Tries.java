package dev.weir.delivery.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.core.route.RouteJob;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was tried of jobs that went back to the queue. What is forgotten, or tried by another
 * process, is tried anew: a job may get more attempts than it has, none gets less.
 */
final class Tries {

  private static final int MAX_JOBS = 100_000;
  private static final Duration TTL = Duration.ofHours(2);

  /**
   * What was tried.
   *
   * @param attempts that were made
   * @param error of the last one; null before the first
   * @param isFinal whether there is no sense in another
   */
  record Tried(int attempts, @Nullable String error, boolean isFinal) {

    static final Tried NOTHING = new Tried(0, null, false);

    Tried failed(String text) {
      return new Tried(attempts + 1, text, false);
    }

    Tried givenUp(String text) {
      return new Tried(attempts, text, true);
    }
  }

  private final Cache<String, Tried> tries =
      Caffeine.newBuilder().maximumSize(MAX_JOBS).expireAfterWrite(TTL).build();

  void remember(RouteJob job, Tried tried) {
    if (tried.attempts() > 0) {
      tries.put(key(job), tried);
    }
  }

  /** What is remembered, and forgets it. */
  Tried recall(RouteJob job) {
    Tried tried = tries.asMap().remove(key(job));
    return tried == null ? Tried.NOTHING : tried;
  }

  /** Names a job: one message may be on its way to several routes. */
  static String key(RouteJob job) {
    return job.routeId() + "/" + job.deliveryId();
  }
}

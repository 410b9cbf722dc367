package dev.weir.delivery.dispatch;

import dev.weir.core.delivery.RouteDefinition;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What is at hand for one route. Guarded by the lock of whoever owns the {@link FairQueue}, but for
 * the breaker.
 */
final class RouteWork {

  private static final Duration UNKNOWN = Duration.ofMillis(500);
  private static final Duration UNKNOWN_BESIDE_OTHERS = Duration.ofSeconds(1);
  private static final long SECOND_MILLIS = 1_000;
  private static final double LEAST_RATE = 0.1;

  final TenantWork tenant;
  final long routeId;
  final ArrayDeque<HeldJob> waiting = new ArrayDeque<>();

  /** Attempts under way. */
  int running;

  /** In memory, wherever. */
  int held;

  /** Whether it stands in its tenant's row, or is to be put there at a time that is set. */
  boolean lined;

  /** When another attempt may begin, where the rate is bounded. */
  long nextNanos;

  /** When something was last at hand. */
  long usedNanos;

  /** Since when it has as much as it may; 0 where it has not. */
  private long fullSinceNanos;

  private int finished;
  private double rate;
  private boolean rated;

  private final Clock clock;
  private volatile RouteBreaker breaker;
  private @Nullable RouteDefinition definition;

  RouteWork(TenantWork tenant, long routeId, Clock clock, long nowNanos) {
    this.tenant = tenant;
    this.routeId = routeId;
    this.clock = clock;
    usedNanos = nowNanos;
    nextNanos = nowNanos;
    breaker = new RouteBreaker(Long.toString(routeId), clock);
  }

  /** The breaker, which knows nothing of the route as it was before it was changed. */
  synchronized RouteBreaker breaker(RouteDefinition now) {
    if (definition != null && !definition.equals(now)) {
      breaker = new RouteBreaker(Long.toString(routeId), clock);
    }
    definition = now;
    return breaker;
  }

  BreakerState breakerState() {
    return breaker.state();
  }

  void finishedOne() {
    finished++;
  }

  /** A second has passed. */
  void rate() {
    rate = rated ? (rate + finished) / 2 : finished;
    rated |= finished > 0 || running > 0;
    finished = 0;
  }

  /** It has as much as it may. */
  void full(long nowNanos) {
    if (fullSinceNanos == 0) {
      fullSinceNanos = nowNanos;
    }
  }

  void noLongerFull() {
    fullSinceNanos = 0;
  }

  /**
   * How long a job that comes now would wait for its turn, as far as can be told: what was slow for
   * a moment is not said to be so for a minute. Of a new route nothing can be told: it is waited
   * for where its tenant has no other that would wait behind it.
   */
  Duration expectedWait(long nowNanos) {
    if (!rated) {
      return tenant.routes.size() == 1 ? UNKNOWN : UNKNOWN_BESIDE_OTHERS;
    }
    long millis = (long) ((held - running) / Math.max(rate, LEAST_RATE) * 1_000);
    long known = fullSinceNanos == 0 ? 0 : (nowNanos - fullSinceNanos) / 1_000_000;
    return Duration.ofMillis(Math.min(millis, Math.max(SECOND_MILLIS, known)));
  }

  boolean isIdle() {
    return held == 0 && running == 0;
  }
}

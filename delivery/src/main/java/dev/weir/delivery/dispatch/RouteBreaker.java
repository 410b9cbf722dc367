package dev.weir.delivery.dispatch;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Leaves a destination alone after most of the last 20 attempts failed: for a second, and each time
 * that it fails again as soon as it is asked, for twice as long, at most a minute. Safe for use by
 * many threads.
 */
final class RouteBreaker {

  private static final int WINDOW = 20;
  private static final float MOST_PERCENT = 51;
  private static final int PROBES = 3;
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 60_000;

  private final Clock clock;
  private final CircuitBreaker breaker;
  private volatile long openUntilMillis;

  RouteBreaker(String name, Clock clock) {
    this.clock = clock;
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(WINDOW)
            .minimumNumberOfCalls(WINDOW)
            .failureRateThreshold(MOST_PERCENT)
            .permittedNumberOfCallsInHalfOpenState(PROBES)
            .waitIntervalFunctionInOpenState(this::open)
            .recordResult(Boolean.FALSE::equals)
            .clock(clock)
            .build();
    breaker = CircuitBreaker.of(name, config);
  }

  /** Whether an attempt may be made; who may has to say how it ended. */
  boolean tryAcquire() {
    return breaker.tryAcquirePermission();
  }

  /** It ended without an attempt. */
  void release() {
    breaker.releasePermission();
  }

  /** The destination lives, whatever it said. */
  void succeeded(long nanos) {
    breaker.onResult(nanos, TimeUnit.NANOSECONDS, true);
  }

  void failed(long nanos) {
    breaker.onResult(nanos, TimeUnit.NANOSECONDS, false);
  }

  /** Until it may be asked again; zero where it may, or is being asked. */
  Duration openFor() {
    return Duration.ofMillis(Math.max(0, openUntilMillis - clock.millis()));
  }

  BreakerState state() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> BreakerState.OPEN;
      case HALF_OPEN -> BreakerState.HALF_OPEN;
      case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
    };
  }

  /** Three quarters to all of the step: breakers that opened together do not close together. */
  private long open(int time) {
    long step = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(time - 1, 10));
    long wait = step - ThreadLocalRandom.current().nextLong(step / 4 + 1);
    openUntilMillis = clock.millis() + wait;
    return wait;
  }
}

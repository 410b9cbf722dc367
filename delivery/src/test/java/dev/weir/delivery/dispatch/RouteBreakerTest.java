package dev.weir.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class RouteBreakerTest {

  /** A clock that stands until it is moved. */
  private static final class Hand extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private final Hand clock = new Hand();
  private final RouteBreaker breaker = new RouteBreaker("r", clock);

  @Test
  void staysClosedBelowTwentyAttemptsAndWhereHalfGoWell() {
    fail(19);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    RouteBreaker half = new RouteBreaker("h", clock);
    for (int i = 0; i < 100; i++) {
      assertThat(half.tryAcquire()).isTrue();
      if (i % 2 == 0) {
        half.failed(1);
      } else {
        half.succeeded(1);
      }
    }
    assertThat(half.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void opensForTwiceAsLongEachTimeAndAMinuteAtMost() {
    fail(20);
    for (int time = 1; time <= 9; time++) {
      long step = Math.min(60, 1L << (time - 1));
      assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
      assertThat(breaker.openFor())
          .isBetween(Duration.ofMillis(step * 750), Duration.ofSeconds(step));
      assertThat(breaker.tryAcquire()).isFalse();

      clock.now = clock.now.plusSeconds(step);
      assertThat(breaker.openFor()).isZero();
      fail(3);
    }
  }

  @Test
  void aFewAreLetThroughAndCloseIt() {
    fail(20);
    clock.now = clock.now.plusSeconds(1);

    for (int i = 0; i < 3; i++) {
      assertThat(breaker.tryAcquire()).isTrue();
    }
    assertThat(breaker.tryAcquire()).as("a fourth").isFalse();
    breaker.release();
    assertThat(breaker.tryAcquire()).as("one ended without an attempt").isTrue();
    for (int i = 0; i < 3; i++) {
      breaker.succeeded(1);
    }
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(breaker.tryAcquire()).isTrue();
      breaker.failed(1);
    }
  }
}

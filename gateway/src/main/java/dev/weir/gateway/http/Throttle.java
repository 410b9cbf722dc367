package dev.weir.gateway.http;

import java.util.concurrent.TimeUnit;

/** Lets so many through in a second, and as many at once. Safe for use by many threads. */
final class Throttle {

  private final long intervalNanos;
  private final long burstNanos;
  private long nextNanos = System.nanoTime();

  Throttle(int perSecond) {
    intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    burstNanos = TimeUnit.SECONDS.toNanos(1) - intervalNanos;
  }

  synchronized boolean tryPass() {
    long now = System.nanoTime();
    if (nextNanos - now < 0) {
      nextNanos = now;
    }
    if (nextNanos - now > burstNanos) {
      return false;
    }
    nextNanos += intervalNanos;
    return true;
  }
}

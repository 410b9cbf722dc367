package dev.weir.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the bodies of all requests may take together: bodies that come slowly are many at
 * a time, and must not use up the heap. Safe for use by many threads.
 */
final class BodyMemory {

  private final AtomicLong left;

  BodyMemory(long bytes) {
    left = new AtomicLong(bytes);
  }

  /** What one request has of it; used by its thread alone. */
  final class Share implements AutoCloseable {

    private long taken;

    void take(long bytes) throws RequestRefusedException {
      if (left.addAndGet(-bytes) < 0) {
        left.addAndGet(bytes);
        throw new RequestRefusedException(
            Problem.unavailable("the bodies of other requests take all the memory there is"));
      }
      taken += bytes;
    }

    @Override
    public void close() {
      left.addAndGet(taken);
      taken = 0;
    }
  }

  Share share() {
    return new Share();
  }
}

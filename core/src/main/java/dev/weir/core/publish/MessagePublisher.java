package dev.weir.core.publish;

import java.util.concurrent.CompletableFuture;

/** Puts messages into the streams. Safe for use by many threads. */
public interface MessagePublisher {

  /**
   * Publishes, after a wait while too many are in flight; one that takes too long fails it.
   *
   * @return the acknowledgement; fails with a {@link PublishException}
   * @throws IllegalArgumentException a header value is not of printable ASCII
   */
  CompletableFuture<Acknowledgement> publish(OutboundMessage message) throws InterruptedException;

  /** The largest body in bytes that can be published now. */
  default long maxBodyBytes() {
    return Long.MAX_VALUE;
  }
}

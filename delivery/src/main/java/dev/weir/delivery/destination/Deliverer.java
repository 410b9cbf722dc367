package dev.weir.delivery.destination;

import dev.weir.core.route.RouteJob;

/** Brings jobs to destinations of one kind. Safe for use by many threads. */
public interface Deliverer<D extends Destination> extends AutoCloseable {

  /**
   * Makes one attempt, and waits for what comes of it, for a bounded time. Whatever the destination
   * does is an {@link Outcome}, no exception.
   */
  Outcome deliver(RouteJob job, D destination) throws InterruptedException;

  @Override
  void close();
}

package dev.weir.gateway.mqtt;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is known of one connection while its messages are on their way. */
final class Link {

  /**
   * How a connection ended.
   *
   * @param takenOver whether somebody else connected as the same client
   */
  record End(String reason, boolean takenOver) {}

  private final AtomicLong arrivals = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private volatile boolean accepting = true;
  private volatile long lastArrivalNanos = System.nanoTime();

  /** Whether what comes is still taken; what is not taken the broker keeps. */
  boolean isAccepting() {
    return accepting;
  }

  void stopAccepting() {
    accepting = false;
  }

  void arrived() {
    inFlight.incrementAndGet();
    arrivals.incrementAndGet();
    lastArrivalNanos = System.nanoTime();
  }

  void settled() {
    inFlight.decrementAndGet();
  }

  int inFlight() {
    return inFlight.get();
  }

  /** How many have come so far. */
  long arrivals() {
    return arrivals.get();
  }

  long quietNanos() {
    return System.nanoTime() - lastArrivalNanos;
  }

  /** Nothing can be acknowledged any more; the first reason is the one that counts. */
  void end(End end) {
    ended.complete(end);
  }

  boolean isOpen() {
    return !ended.isDone();
  }

  CompletableFuture<End> ended() {
    return ended;
  }
}

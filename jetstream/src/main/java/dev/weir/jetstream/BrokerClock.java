package dev.weir.jetstream;

import java.time.Duration;
import java.time.Instant;

/** What time it is at the broker, as it last said. Safe for use by many threads. */
final class BrokerClock {

  private record Reading(long brokerNanos, long localNanos) {}

  private volatile Reading reading = new Reading(0, System.nanoTime());

  /** The broker said what time it is. */
  void told(Instant time) {
    reading = new Reading(StreamApi.nanos(time), System.nanoTime());
  }

  /** How long ago something was, by the broker's clock; zero where it never said its time. */
  Duration since(long timeNanos) {
    Reading last = reading;
    long now = last.brokerNanos() + System.nanoTime() - last.localNanos();
    return Duration.ofNanos(Math.max(0, now - timeNanos));
  }
}

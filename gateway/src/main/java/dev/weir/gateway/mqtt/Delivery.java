package dev.weir.gateway.mqtt;

import dev.weir.core.publish.OutboundMessage;
import org.jspecify.annotations.Nullable;

/** A message between its arrival and JetStream's acknowledgement; used by one thread at a time. */
final class Delivery {

  private final Link link;
  private final Incoming incoming;
  private final long arrivedNanos = System.nanoTime();
  private volatile @Nullable OutboundMessage outbound;
  private volatile int failures;

  Delivery(Link link, Incoming incoming) {
    this.link = link;
    this.incoming = incoming;
  }

  Link link() {
    return link;
  }

  /** What is published, with the same message id each time. */
  OutboundMessage outbound(Translation translation) {
    OutboundMessage made = outbound;
    if (made == null) {
      made = translation.toOutbound(incoming);
      outbound = made;
    }
    return made;
  }

  /** Whether the broker sends it again, so that nobody need care for this one. */
  boolean isVoid() {
    return incoming.kept() && !link.isOpen();
  }

  /** Whether the broker keeps it until it is acknowledged. */
  boolean isKept() {
    return incoming.kept();
  }

  /** Counts one more; returns how many there are now. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread at a time
  int failed() {
    failures++;
    return failures;
  }

  long ageNanos() {
    return System.nanoTime() - arrivedNanos;
  }

  /** Tells the broker that it need not keep it any longer. */
  void acknowledge() {
    if (link.isOpen()) {
      incoming.receipt().run();
    }
  }
}
